import { instantOf, occurrences } from '@kalends/calendar';
import type { Seen, SeenAppointment } from './stage';

const zone = 'Europe/Berlin';
const day = 24 * 60 * 60 * 1000;

/** What is seen, in lines that are the same wherever it is the same: without ids and versions. */
export const pictureOf = (seen: Seen, begins: number): string[] =>
  [
    ...seen.appointments.flatMap((appointment) => linesOf(appointment, begins)),
    ...seen.links.map(({ resource, mode, state, reason }) =>
      [`link of resource ${resource}: ${mode}, ${state}`, ...(reason ? [reason] : [])].join(', '),
    ),
    ...seen.calendars.flatMap(({ items }, account) =>
      items.map(({ title, start, end }) => `calendar ${account}: “${title}” ${span(start, end, begins)}`),
    ),
  ].sort();

function linesOf({ resources, status, overbooked, content }: SeenAppointment, begins: number): string[] {
  const { title, start, end, recurrence } = content;
  const facts = [status, ...(overbooked ? ['overbooked'] : []), ...(recurrence ? [recurrence.rule] : [])].join(', ');
  const name = `resource ${resources.join(' and ')}: “${title}”`;
  const head = `${name} ${span(instantOf(start, zone), instantOf(end, zone), begins)}, ${facts}`;
  if (recurrence === null) return [head];
  const window = { start: new Date(begins - 30 * day), end: new Date(begins + 60 * day) };
  const dates = occurrences(content, window, { zoneForDates: zone });
  return [
    head,
    ...dates.map(({ recurrenceId, override, ...date }) => {
      const own = override && 'title' in override && override.title;
      const times = span(instantOf(date.start, zone), instantOf(date.end, zone), begins);
      return `${name} on ${recurrenceId ? since(instantOf(recurrenceId, zone), begins) : 'its date'}: ${own || title} ${times}`;
    }),
  ];
}

const span = (start: Date, end: Date, begins: number): string => `${since(start, begins)} to ${since(end, begins)}`;

/** Relative to the beginning of the history: `2 d 3:30`. */
function since(at: Date, begins: number): string {
  const minutes = Math.round((at.getTime() - begins) / 60_000);
  const [days, rest] = [Math.floor(minutes / 1440), ((minutes % 1440) + 1440) % 1440];
  return `${days} d ${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
}
