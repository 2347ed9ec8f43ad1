import { openCalendar } from '../access';
import { errors } from '../google-error';
import { isKnown, positive, single, type Operation } from '../operation';
import { watchOperation } from '../push/watch';
import { etagOf } from '../state';
import { presentEvent } from './event-output';
import { findEvent } from './event-store';
import { listEvents, listInstances } from './list-events';
import { moveEvent } from './move-event';
import { changeEvent, deleteEvent, importEvent, insertEvent } from './write-event';

const WRITE = ['calendar', 'calendar.app.created', 'calendar.events', 'calendar.events.owned'];
const READ = [
  ...WRITE,
  'calendar.events.freebusy',
  'calendar.events.owned.readonly',
  'calendar.events.public.readonly',
  'calendar.events.readonly',
  'calendar.readonly',
];

const EVENTS = '/calendars/:calendarId/events';
const EVENT = `${EVENTS}/:eventId`;

const getEvent: Operation['run'] = (context, caller, request, operation) => {
  const view = openCalendar(context, caller, request.params.calendarId!, operation);
  const event = findEvent(context, view.calendar.id, request.params.eventId!);
  if (!event) throw errors.notFound();
  const etag = etagOf(event.version);
  if (isKnown(request, etag)) return { status: 304, headers: { ETag: etag } };
  const timeZone = single(request.query, 'timeZone') ?? view.calendar.timeZone;
  const bareTombstones = context.settings.tombstones === 'bare';
  const maxAttendees = positive(request.query, 'maxAttendees');
  const body = presentEvent(context, event, { view, account: caller.account, timeZone, bareTombstones, maxAttendees });
  return { status: 200, body, headers: { ETag: etag } };
};

export const eventOperations: readonly Operation[] = [
  { id: 'calendar.events.list', verb: 'get', path: EVENTS, scopes: READ, writes: false, run: listEvents },
  { id: 'calendar.events.insert', verb: 'post', path: EVENTS, scopes: WRITE, writes: true, run: insertEvent },
  {
    id: 'calendar.events.import',
    verb: 'post',
    path: `${EVENTS}/import`,
    scopes: WRITE,
    writes: true,
    run: importEvent,
  },
  watchOperation('calendar.events.watch', `${EVENTS}/watch`, READ, (context, caller, request, operation) => {
    const { calendar } = openCalendar(context, caller, request.params.calendarId!, operation);
    return { kind: 'events', calendarId: calendar.id };
  }),
  { id: 'calendar.events.get', verb: 'get', path: EVENT, scopes: READ, writes: false, run: getEvent },
  { id: 'calendar.events.update', verb: 'put', path: EVENT, scopes: WRITE, writes: true, run: changeEvent(true) },
  { id: 'calendar.events.patch', verb: 'patch', path: EVENT, scopes: WRITE, writes: true, run: changeEvent(false) },
  { id: 'calendar.events.delete', verb: 'delete', path: EVENT, scopes: WRITE, writes: true, run: deleteEvent },
  {
    id: 'calendar.events.instances',
    verb: 'get',
    path: `${EVENT}/instances`,
    scopes: READ,
    writes: false,
    run: listInstances,
  },
  {
    id: 'calendar.events.move',
    verb: 'post',
    path: `${EVENT}/move`,
    scopes: ['calendar', 'calendar.events', 'calendar.events.owned'],
    writes: true,
    run: moveEvent,
  },
];
