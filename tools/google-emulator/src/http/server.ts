import { join } from 'node:path';
import express, { json, type ErrorRequestHandler, type Express } from 'express';
import { ZodError } from 'zod';
import { adminApi } from './admin-api';
import type { AdminOptions } from './admin-options';
import { calendarApi } from './calendar-api';
import { consentPages } from './consent-pages';
import { answerOf, sendAnswer } from './google-json';
import { oauthApi } from './oauth-api';

const PAGE = join(__dirname, '../../public');

/** Other applications of the local stack may show the page in a frame. */
const FRAMES = "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*";

/** All routes of the emulator. */
export function createServer(options: AdminOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.get('/health/live', (_request, response) => void response.json({ status: 'ok' }));
  app.use('/calendar/v3', json({ limit: '1mb' }), calendarApi(options.emulator));
  app.use('/admin', adminApi(options));
  app.use(oauthApi(options.emulator));
  app.use(consentPages(options.emulator));
  app.use(
    express.static(PAGE, { setHeaders: (response) => void response.setHeader('Content-Security-Policy', FRAMES) }),
  );
  app.use(answerError);
  return app;
}

const answerError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const known = answerOf(error);
  if (known) return sendAnswer(response, known);
  if (error instanceof ZodError)
    return sendAnswer(response, { status: 400, body: { error: { code: 400, issues: error.issues } } });
  const status = (error as { status?: unknown }).status;
  const isClientFault = typeof status === 'number' && status < 500;
  if (!isClientFault) process.stderr.write(`${(error as Error).stack}\n`);
  const message = isClientFault ? (error as Error).message : 'Internal error';
  sendAnswer(response, {
    status: isClientFault ? status : 500,
    body: { error: { code: isClientFault ? status : 500, message, errors: [] } },
  });
};
