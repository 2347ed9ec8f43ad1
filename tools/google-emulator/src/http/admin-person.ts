import { Router, type Request } from 'express';
import { z } from 'zod';
import type { Emulator } from '../core/emulator';
import { errors } from '../core/google-error';
import { entryJson } from '../core/calendars/calendar-records';
import { endGrant, issueAccessToken, issueRefreshToken } from '../core/oauth/token-endpoint';
import * as people from '../core/people';
import { addAccount, seedSchema } from '../core/seed';
import type { EventRecord } from '../core/events/event-record';
import { apiRequestOf, param, sendAnswer } from './google-json';

const CALENDAR = '/accounts/:account/calendars/:calendarId';
const EVENT = `${CALENDAR}/events/:eventId`;
const roles = ['none', 'freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'] as const;

/** What the API does too: the same operation, done by the person. */
const SAME_AS_API = [
  ['get', '/accounts/:account/calendars', 'calendar.calendarList.list'],
  ['post', '/accounts/:account/calendars', 'calendar.calendars.insert'],
  ['patch', CALENDAR, 'calendar.calendars.patch'],
  ['delete', CALENDAR, 'calendar.calendars.delete'],
  ['get', `${CALENDAR}/events`, 'calendar.events.list'],
  ['post', `${CALENDAR}/events`, 'calendar.events.insert'],
  ['get', EVENT, 'calendar.events.get'],
  ['patch', EVENT, 'calendar.events.patch'],
  ['delete', EVENT, 'calendar.events.delete'],
  ['get', `${EVENT}/instances`, 'calendar.events.instances'],
  ['post', `${EVENT}/move`, 'calendar.events.move'],
] as const;

export function personRoutes(emulator: Emulator): Router {
  const router = Router();
  for (const [verb, path, operation] of SAME_AS_API)
    router[verb](path, (request, response) =>
      sendAnswer(response, emulator.person(param(request, 'account'), operation, apiRequestOf(request))),
    );
  eventRoutes(router, emulator);
  accountRoutes(router, emulator);
  return router;
}

function eventRoutes(router: Router, emulator: Emulator): void {
  const change = (
    path: string,
    work: (context: Parameters<typeof people.restoreEvent>[0], calendarId: string, request: Request) => EventRecord,
  ) =>
    router.post(`${EVENT}/${path}`, (request, response) => {
      const account = param(request, 'account');
      const event = emulator.run((context) => {
        const calendar = people.calendarOf(context, account, param(request, 'calendarId'));
        return work(context, calendar.id, request);
      }).result;
      const params = { calendarId: event.calendarId, eventId: event.id };
      sendAnswer(response, emulator.person(account, 'calendar.events.get', { params }));
    });
  change('restore', (context, calendarId, request) =>
    people.restoreEvent(context, calendarId, param(request, 'eventId')),
  );
  change('duplicate', (context, calendarId, request) =>
    people.duplicateEvent(context, calendarId, param(request, 'eventId')),
  );
  change('rsvp', (context, calendarId, request) => {
    const { email, response } = z.object({ email: z.string(), response: z.string() }).parse(request.body);
    return people.answerInvitation(context, calendarId, param(request, 'eventId'), email, response);
  });
  change('organizer', (context, calendarId, request) => {
    const { email } = z.object({ email: z.string() }).parse(request.body);
    return people.setOrganizer(context, calendarId, param(request, 'eventId'), email);
  });
}

function accountRoutes(router: Router, emulator: Emulator): void {
  const { state } = emulator;
  router.get('/accounts', (_request, response) => {
    const accounts = state.accounts.all().map((account) => ({
      ...account,
      calendars: state.entries
        .of(account.email)
        .filter((entry) => !entry.deleted)
        .map((entry) => entryJson(entry, state.calendars.get('', entry.calendarId)!)),
    }));
    response.json({ accounts });
  });
  router.post('/accounts', (request, response) => {
    const account = seedSchema.shape.accounts.element.parse(request.body);
    emulator.run((context) => addAccount(context, account));
    response.status(201).json(state.accounts.get('', account.email));
  });
  router.put(`${CALENDAR}/role`, (request, response) => {
    const body = z.object({ accessRole: z.enum(roles), account: z.string().optional() }).parse(request.body);
    emulator.run((context) => {
      const calendar = people.calendarOf(context, param(request, 'account'), param(request, 'calendarId'));
      people.setRole(context, calendar, body.account ?? param(request, 'account'), body.accessRole);
    });
    response.status(204).end();
  });
  router.put('/accounts/:account/read-only', (request, response) => {
    const { seconds } = z.object({ seconds: z.number() }).parse(request.body);
    emulator.run((context) => {
      const account = people.accountOf(context, param(request, 'account'));
      context.state.accounts.put('', account.email, { ...account, readOnlyUntil: context.now + seconds * 1000 });
    });
    response.status(204).end();
  });
  router.get('/accounts/:account/grants', (request, response) => {
    response.json({ grants: state.grants.of(param(request, 'account')) });
  });
  router.delete('/accounts/:account/grants/:client', (request, response) => {
    emulator.run((context) => endGrant(context, param(request, 'account'), param(request, 'client')));
    response.status(204).end();
  });
  router.post('/accounts/:account/grants', (request, response) => {
    const { clientId, scopes } = z.object({ clientId: z.string(), scopes: z.array(z.string()) }).parse(request.body);
    const tokens = emulator.run((context) => {
      const account = people.accountOf(context, param(request, 'account')).email;
      if (!context.state.clients.get('', clientId)) throw errors.notFound();
      context.state.grants.put(account, clientId, { account, clientId, scopes });
      const refresh = issueRefreshToken(context, account, clientId, scopes);
      return { refresh_token: refresh.token, access_token: issueAccessToken(context, account, clientId, scopes).token };
    }).result;
    response.status(201).json(tokens);
  });
}
