import { openForWriting, type CalendarView } from '../access';
import { isoOf, type Caller, type Context } from '../context';
import { errors } from '../google-error';
import { checkIfMatch, flag, noContent, ok, single, type Answer, type ApiRequest, type Operation } from '../operation';
import { etagOf } from '../state';
import { isObject, mergePatch, readEvent, type Json } from './event-input';
import { presentEvent, writableJson } from './event-output';
import { isCancelled, type EventContent, type EventRecord } from './event-record';
import { findEvent, saveEvent, type Draft } from './event-store';

const RESTRICTION: Record<string, number> = { private: 1, confidential: 1 };

export function bodyOf(request: ApiRequest): Json {
  if (!isObject(request.body)) throw errors.badRequest('Bad Request: the body must be a JSON object');
  return request.body;
}

export function answerEvent(context: Context, caller: Caller, view: CalendarView, event: EventRecord): Answer {
  const presentation = { view, account: caller.account, timeZone: view.calendar.timeZone, bareTombstones: false };
  return ok(presentEvent(context, event, presentation));
}

/** Mails to guests are counted, never sent: all guests for `all`, those without an account here for `externalOnly`. */
function countMails(context: Context, request: ApiRequest, event: EventRecord): void {
  const whom = single(request.query, 'sendUpdates') ?? (flag(request.query, 'sendNotifications') ? 'all' : 'none');
  if (!['all', 'externalOnly', 'none'].includes(whom)) throw errors.invalid('Invalid Value', 'sendUpdates');
  const guests = (event.content.attendees ?? []).filter(({ email }) => email !== event.organizer);
  if (whom === 'all') context.mailed(guests.length);
  if (whom === 'externalOnly')
    context.mailed(guests.filter(({ email }) => !context.state.accounts.get('', email)).length);
}

export function insertEvent(context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer {
  const view = openForWriting(context, caller, request.params.calendarId!, operation);
  const body = bodyOf(request);
  const { calendar } = view;
  const id = newEventId(context, body);
  if (context.state.events.get(calendar.id, id)) throw errors.duplicate();
  const event = saveEvent(context, undefined, newDraft(context, caller, view, id, body));
  countMails(context, request, event);
  return answerEvent(context, caller, view, event);
}

function newEventId(context: Context, body: Json): string {
  if (body.id === undefined || body.id === null) return context.random.id(26);
  if (body.iCalUID) throw errors.invalid('Only one of id and iCalUID may be given.');
  if (typeof body.id !== 'string' || !/^[0-9a-v]{5,1024}$/.test(body.id))
    throw errors.invalid('Invalid resource id value.');
  return body.id;
}

export function newDraft(context: Context, caller: Caller, { calendar }: CalendarView, id: string, body: Json): Draft {
  const content = readEvent(body, calendar.timeZone);
  if (content.eventType === 'fromGmail') throw errors.invalid('Events of this type cannot be created.', 'eventType');
  return {
    id,
    calendarId: calendar.id,
    iCalUID: typeof body.iCalUID === 'string' && body.iCalUID ? body.iCalUID : `${id}@google.com`,
    created: isoOf(context.now),
    creator: caller.account,
    organizer: calendar.id,
    content,
  };
}

/** events.import: a private copy known by its iCalUID; importing it again replaces it. */
export function importEvent(context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer {
  const view = openForWriting(context, caller, request.params.calendarId!, operation);
  const { id: _id, ...body } = bodyOf(request);
  if (typeof body.iCalUID !== 'string' || !body.iCalUID) throw errors.required('Missing iCalUID.');
  const known = context.state.events
    .of(view.calendar.id)
    .find((event) => event.iCalUID === body.iCalUID && !event.recurringEventId);
  const draft = newDraft(context, caller, view, known?.id ?? context.random.id(26), body);
  if (draft.content.eventType !== 'default') throw errors.invalid('Only default events can be imported.', 'eventType');
  const organizer =
    isObject(body.organizer) && typeof body.organizer.email === 'string' ? body.organizer.email : draft.organizer;
  return answerEvent(context, caller, view, saveEvent(context, known, { ...known, ...draft, organizer }));
}

/** events.update (`whole`) and events.patch, of an event, a series or one instance. */
export function changeEvent(whole: boolean) {
  return (context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer => {
    const view = openForWriting(context, caller, request.params.calendarId!, operation);
    const before = findEvent(context, view.calendar.id, request.params.eventId!);
    if (!before || before.stub) throw errors.notFound();
    if (isOfDeletedSeries(context, before)) throw errors.deleted();
    checkIfMatch(request, etagOf(before.version));
    const kept = { sequence: before.content.sequence, eventType: before.content.eventType };
    const body = bodyOf(request);
    const content = readEvent(
      whole ? { ...kept, ...body } : mergePatch(writableJson(before), body),
      view.calendar.timeZone,
    );
    checkChange(view, before, content);
    const event = before.recurringEventId
      ? saveInstance(context, before, content)
      : saveEvent(context, before, { ...before, content });
    countMails(context, request, event);
    return answerEvent(context, caller, view, event);
  };
}

/** Google documents nothing of it: here a series is brought back whole or not at all. */
function isOfDeletedSeries(context: Context, { calendarId, recurringEventId }: EventRecord): boolean {
  const master = recurringEventId && context.state.events.get(calendarId, recurringEventId);
  return Boolean(master && isCancelled(master));
}

function checkChange({ calendar, entry }: CalendarView, before: EventRecord, after: EventContent): void {
  if (after.eventType !== before.content.eventType) throw errors.invalid('Event type cannot be changed.', 'eventType');
  if (entry.accessRole === 'writerWithoutPrivateAccess' && RESTRICTION[before.content.visibility ?? ''])
    throw errors.forbidden('You need access to private events to change this one.');
  const isGuest = before.organizer !== calendar.id && !before.content.guestsCanModify;
  if (isGuest && sharedPart(before.content) !== sharedPart(after)) throw errors.forbiddenForNonOrganizer();
}

/** What belongs to all guests of an event, as against this calendar's own copy of it. */
function sharedPart({ start, end, recurrence, summary, description, location }: EventContent): string {
  return JSON.stringify([start, end, recurrence, summary, description, location]);
}

/** Restricting the visibility of one instance restricts the whole series; loosening it is ignored. */
function saveInstance(context: Context, before: EventRecord, content: EventContent): EventRecord {
  const { recurrence: _recurrence, ...own } = content;
  const [old, wanted] = [before.content.visibility, own.visibility].map((value) => RESTRICTION[value ?? ''] ?? 0);
  if (wanted! > old!) {
    const master = context.state.events.get(before.calendarId, before.recurringEventId!)!;
    saveEvent(context, master, { ...master, content: { ...master.content, visibility: own.visibility } });
  }
  if (wanted! < old!) own.visibility = before.content.visibility;
  const { gone: _gone, ...draft } = before;
  return saveEvent(context, before, { ...draft, cancelledBySeries: undefined, content: own });
}

export function deleteEvent(context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer {
  const view = openForWriting(context, caller, request.params.calendarId!, operation);
  const before = findEvent(context, view.calendar.id, request.params.eventId!);
  if (!before) throw errors.notFound();
  if (isCancelled(before)) throw errors.deleted();
  checkIfMatch(request, etagOf(before.version));
  checkChange(view, before, before.content);
  const content: EventContent = { ...before.content, status: 'cancelled' };
  if (before.recurringEventId) saveInstance(context, before, content);
  else saveEvent(context, before, { ...before, content });
  countMails(context, request, before);
  return noContent;
}
