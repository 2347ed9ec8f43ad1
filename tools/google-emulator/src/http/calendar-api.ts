import { Router } from 'express';
import type { Emulator } from '../core/emulator';
import { operations } from '../core/operations';
import { apiRequestOf, infoOf, sendOutcome } from './google-json';

/** The Calendar API below /calendar/v3, one route per operation. */
export function calendarApi(emulator: Emulator): Router {
  const router = Router();
  for (const operation of operations)
    router[operation.verb](operation.path, async (request, response) => {
      const bearer = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
      const info = { ...infoOf(request), path: request.baseUrl + request.path };
      await sendOutcome(response, emulator.call(operation.id, bearer, apiRequestOf(request), info));
    });
  return router;
}
