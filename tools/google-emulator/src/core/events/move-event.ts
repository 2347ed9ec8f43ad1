import { openForWriting } from '../access';
import type { Caller, Context } from '../context';
import { errors } from '../google-error';
import { single, type Answer, type ApiRequest, type Operation } from '../operation';
import { isCancelled, type EventRecord } from './event-record';
import { exceptionsOf, findEvent, saveEvent } from './event-store';
import { answerEvent } from './write-event';

/** events.move: the event, with its changed instances, goes to another calendar and leaves a cancelled stub behind. */
export function moveEvent(context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer {
  const source = openForWriting(context, caller, request.params.calendarId!, operation);
  const destination = single(request.query, 'destination');
  if (destination === undefined) throw errors.required('Missing destination.');
  const target = openForWriting(context, caller, destination, operation);
  const event = findEvent(context, source.calendar.id, request.params.eventId!);
  if (!event || event.stub) throw errors.notFound();
  if (isCancelled(event)) throw errors.deleted();
  if (event.recurringEventId || event.content.eventType !== 'default')
    throw errors.invalid('This event cannot be moved.');
  if (event.organizer !== source.calendar.id) throw errors.forbiddenForNonOrganizer();
  if (source.calendar.id === target.calendar.id) return answerEvent(context, caller, target, event);
  const exceptions = exceptionsOf(context, source.calendar.id, event.id);
  const moved = arrive(context, event, target.calendar.id);
  for (const exception of exceptions) arrive(context, exception, target.calendar.id);
  for (const left of [...exceptions, event])
    saveEvent(context, left, { ...left, stub: true, content: { ...left.content, status: 'cancelled' } });
  return answerEvent(context, caller, target, moved);
}

function arrive(context: Context, event: EventRecord, calendarId: string): EventRecord {
  const there = context.state.events.get(calendarId, event.id);
  if (there && !isCancelled(there)) throw errors.duplicate();
  return saveEvent(context, there, { ...event, calendarId, organizer: calendarId });
}
