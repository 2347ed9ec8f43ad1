import type { LoggedCall } from '@kalends/google-emulator';
import type { Evidence, SeenRevision, Violation } from './evidence';

/** Google is asked for news at least so often, in minutes; each time moves the next. */
const pollMinutes = 4;
const minute = 60_000;

/**
 * Google is called twice for a change at most, and else only as often as something went wrong. In each calendar:
 *
 * - Writes that Google took: one for each version of its appointments, one more for each date of its series that differs
 *   then, and one for each edit of a person, when Kalends has to have its way. Repeating an unanswered write takes none:
 *   Google refuses it, by the event's id or by If-Match.
 * - Readings of one event: lists tell what single events say, so that only series, deletions, events just written and
 *   dates without a known ETag are asked for by id: once for a change, a series that was written once more by whoever hears
 *   of it before the writer has read what became of its dates; and once for each refused or lost answer and each
 *   interrupted piece of work, after which nobody knows what Google has. While another service does not answer, each
 *   attempt begins with what Google has.
 * - Lists: one for the push that each change in the calendar brings, with readings of series another one each, and one for
 *   each poll, each new link, and each new channel, which Google greets; one more for a push that came twice. Not counted
 *   where Google told them in small pieces.
 *
 * What people do about links and consents has all of the calendar looked at, and by links also written.
 */
export function judgeCalls(evidence: Evidence): Violation[] {
  const calls = Map.groupBy(evidence.calls, ({ calendarId }) => calendarId);
  const calendars = new Set(evidence.links.map(({ calendarId }) => calendarId));
  return [...calendars].flatMap((calendarId) => judgeCalendar(evidence, calendarId, calls.get(calendarId) ?? []));
}

function judgeCalendar(evidence: Evidence, calendarId: string, calls: readonly LoggedCall[]): Violation[] {
  const { unrest, states, links, now } = evidence;
  const of = (operation: string): LoggedCall[] => calls.filter((call) => call.operation === `calendar.${operation}`);
  const taken = calls.filter(({ writes, operation, status }) => writes && isEvents(operation) && isGood(status)).length;
  const [reads, lists] = [of('events.get').length, of('events.list').length];
  const failures = calls.filter(({ status, fault }) => fault || !isGood(status)).length;

  const revisions = revisionsIn(evidence, calendarId);
  const appointments = new Set(revisions.map(({ appointmentId }) => appointmentId)).size;
  const given = states.filter((state) => state.calendarId === calendarId);
  const edits = given.filter(({ by }) => by === 'person').length;
  const series = given.filter(({ by, event }) => by === 'kalends' && event.content.recurrence !== undefined).length;
  const dates = datesOf(evidence, calendarId, revisions);
  const linked = links.filter((link) => link.calendarId === calendarId);
  const begun = Math.min(...linked.map(({ createdAt }) => createdAt.getTime()));
  const polls = Math.ceil((now - begun) / minute / pollMinutes) + linked.length;
  const pushes = (taken + edits + of('events.watch').length) * (unrest.isPushedTwice ? 2 : 1);

  const changes = revisions.length + edits;
  const anew = unrest.relinks * (appointments + edits);
  const trouble = failures + unrest.troubles + unrest.stalls * changes;
  const found: Violation[] = [];
  const limit = (what: string, count: number, most: number): void => {
    if (count > most) found.push({ invariant: 'calls', says: `${count} ${what} in ${calendarId}, ${most} at most` });
  };
  limit('writes', taken, changes + dates + anew);
  limit('readings of one event', reads, changes + series + trouble + anew);
  if (!unrest.isPaged) limit('lists', lists, polls + pushes + reads + trouble + unrest.orders);
  return found;
}

const isEvents = (operation: string): boolean => /^calendar\.events\.(insert|patch|delete)$/.test(operation);
const isGood = (status: number): boolean => status >= 200 && status < 300;

/** Of each version of a series: dates that differ, or did once; such a date stays an event of its own and has to be told. */
function datesOf({ states }: Evidence, calendarId: string, revisions: readonly SeenRevision[]): number {
  const ofTheirOwn = new Set(
    states
      .filter((state) => state.calendarId === calendarId && state.event.recurringEventId !== undefined)
      .map(({ event }) => event.id),
  ).size;
  return revisions
    .filter(({ state }) => state.content.recurrence !== null)
    .reduce((sum, { state }) => sum + Math.max(state.content.overrides.length, ofTheirOwn), 0);
}

/** Versions of the appointments that the calendar's resources have ever had. */
function revisionsIn({ links, revisions }: Evidence, calendarId: string): SeenRevision[] {
  const resources = new Set(links.filter((link) => link.calendarId === calendarId).map(({ resourceId }) => resourceId));
  const versions = revisions.filter(({ kind }) => kind !== 'conflict-recorded');
  const touched = versions.filter(({ state }) => state.resourceIds.some((id) => resources.has(id)));
  const ids = new Set(touched.map(({ appointmentId }) => appointmentId));
  return versions.filter(({ appointmentId }) => ids.has(appointmentId));
}
