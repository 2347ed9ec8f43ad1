import { Router } from 'express';
import { z } from 'zod';
import { expireSyncTokens, expireTokens } from '../core/people';
import { fairWeather } from '../core/push/push-queue';
import { plant } from '../core/seed';
import type { AdminOptions } from './admin-options';
import { param } from './google-json';

const rate = z.number().min(0).max(1);

const isRegExp = (text: string) => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

const faultSchema = z.strictObject({
  method: z.string().optional(),
  path: z.string().refine(isRegExp, 'Not a regular expression').optional(),
  account: z.string().optional(),
  times: z.number().int().positive().optional(),
  rate: rate.optional(),
  when: z.enum(['before', 'after']).default('before'),
  status: z.number().int().min(400).max(599).optional(),
  reason: z.string().optional(),
  delayMs: z.number().positive().optional(),
  connection: z.enum(['reset', 'cut']).optional(),
});

const weatherSchema = z.strictObject({
  dropRate: rate.default(0),
  duplicateRate: rate.default(0),
  delayMs: z.number().min(0).default(0),
  jitterMs: z.number().min(0).default(0),
});

const perMinute = z.number().int().positive();
const settingsSchema = z
  .strictObject({
    projectCallsPerMinute: perMinute,
    userCallsPerMinute: perMinute,
    quotaStatus: z.union([z.literal(403), z.literal(429), z.literal('either')]),
    accessTokenSeconds: z.number().positive(),
    refreshTokenSeconds: z.number().positive().nullable(),
    refreshTokensPerGrant: z.number().int().positive(),
    channelSeconds: z.number().positive(),
    pageSize: z.number().int().positive().nullable(),
    tombstones: z.enum(['full', 'bare']),
  })
  .partial();

const callFilter = z.object({
  after: z.coerce.number().optional(),
  operation: z.string().optional(),
  method: z.string().optional(),
  account: z.string().optional(),
  calendar: z.string().optional(),
  path: z.string().optional(),
  status: z.coerce.number().optional(),
  writes: z.stringbool().optional(),
});

export function controlRoutes({ emulator, seed, nudge }: AdminOptions): Router {
  const router = Router();
  const { state, faults, pushes, log } = emulator;

  router.get('/faults', (_request, response) => void response.json({ faults: faults.list() }));
  router.post('/faults', (request, response) => {
    response.status(201).json({ id: faults.add(faultSchema.parse(request.body)) });
  });
  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
  router.delete('/faults/:id', (request, response) => {
    faults.remove(Number(param(request, 'id')));
    response.status(204).end();
  });

  const pushState = () => ({ weather: pushes.weather, counts: pushes.counts, waiting: pushes.size });
  router.get('/pushes', (_request, response) => void response.json(pushState()));
  router.put('/pushes', (request, response) => {
    pushes.weather = { ...fairWeather, ...weatherSchema.parse(request.body) };
    response.json(pushState());
  });
  router.get('/channels', (_request, response) => void response.json({ channels: state.channels.all() }));

  router.post('/sync-tokens/expire', (request, response) => {
    const { calendar } = z.object({ calendar: z.string().optional() }).parse(request.body ?? {});
    emulator.run((context) => expireSyncTokens(context, calendar));
    response.status(204).end();
  });
  router.post('/tokens/expire', (request, response) => {
    const body = z.object({ kind: z.enum(['access', 'refresh']), account: z.string().optional() }).parse(request.body);
    emulator.run((context) => expireTokens(context, body.kind, body.account));
    response.status(204).end();
  });

  router.get('/settings', (_request, response) => void response.json(emulator.settings()));
  router.patch('/settings', (request, response) => {
    const changes = settingsSchema.parse(request.body);
    emulator.run((context) => context.state.settings.put('', 'settings', { ...context.settings, ...changes }));
    response.json(emulator.settings());
  });

  const clock = () => ({ now: new Date(emulator.now()).toISOString() });
  router.get('/clock', (_request, response) => void response.json(clock()));
  router.post('/clock', (request, response) => {
    const { advanceSeconds } = z.object({ advanceSeconds: z.number().min(0) }).parse(request.body);
    emulator.run((context) => {
      const offset = (context.state.settings.get('', 'clockOffset') as number | undefined) ?? 0;
      context.state.settings.put('', 'clockOffset', offset + advanceSeconds * 1000);
    });
    nudge();
    response.json(clock());
  });

  router.get('/calls', (request, response) => {
    const calls = log.find(callFilter.parse(request.query));
    response.json({ count: calls.length, last: log.last, calls });
  });
  router.delete('/calls', (_request, response) => {
    log.clear();
    response.status(204).end();
  });

  router.get('/version', (_request, response) => void response.json({ version: state.version, ...clock() }));
  router.post('/reset', (_request, response) => {
    faults.clear();
    pushes.clear();
    log.clear();
    emulator.quotas.clear();
    emulator.run((context) => {
      const version = context.state.nextVersion();
      state.database.clear();
      // Versions go on, so that no etag or token from before means anything now.
      context.state.settings.put('', 'version', version);
      plant(context, seed);
    });
    response.status(204).end();
  });
  return router;
}
