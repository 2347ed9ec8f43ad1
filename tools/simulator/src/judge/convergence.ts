import { instantOf, occurrences } from '@kalends/calendar';
import type { GoogleItem } from '../world/google';
import type { Evidence, SeenAppointment, SeenLink, SeenMapping, Violation } from './evidence';

const month = 31 * 24 * 60 * 60 * 1000;

/** I5: what people see of a linked resource is the same in Kalends and in Google, once each. */
export function judgeConvergence(evidence: Evidence): Violation[] {
  return evidence.links.flatMap((link) => judgeLink(evidence, link));
}

function judgeLink(evidence: Evidence, link: SeenLink): Violation[] {
  const say = (says: string): Violation => ({
    invariant: 'I5',
    says: `${link.mode} link of ${link.resourceId.slice(-2)}: ${says}`,
  });
  if (link.state === 'gone' || link.reason === 'calendar-lost') return [];
  if (link.state !== 'live') return [say(`is ${link.state}, ${link.reason ?? 'without a reason'}`)];
  const mappings = evidence.mappings.filter(({ linkId }) => linkId === link.id);
  const wanted = new Map<string, string>();
  const there = new Map<string, string>();
  const window = {
    start: new Date(link.createdAt.getTime() - month),
    end: new Date(link.createdAt.getTime() + 4 * month),
  };
  const parkedEvents = new Set(mappings.filter(({ google }) => google.is === 'parked').map(({ eventId }) => eventId));
  const byEvent = new Map(mappings.map((mapping) => [mapping.eventId, mapping]));
  for (const appointment of evidence.appointments) {
    if (!belongs(appointment, link, mappings)) continue;
    for (const { start, end, override } of occurrences(appointment.content, window, {
      zoneForDates: link.calendarTimeZone,
    })) {
      const title = (override && 'title' in override && override.title) || appointment.content.title;
      count(wanted, title, instantOf(start, link.calendarTimeZone), instantOf(end, link.calendarTimeZone));
    }
  }
  for (const item of evidence.googleItems(link.calendarId)) {
    if (parkedEvents.has(item.eventId) || !isOurs(item, link, byEvent)) continue;
    if (item.end > window.start && item.start < window.end) count(there, item.title, item.start, item.end);
  }
  const lines: Violation[] = [];
  for (const [line] of wanted) if (!there.has(line)) lines.push(say(`Google lacks ${line}`));
  for (const [line] of there) if (!wanted.has(line)) lines.push(say(`Kalends lacks ${line}`));
  return lines;
}

/** A second one of the same is another line. */
function count(lines: Map<string, string>, title: string, start: Date, end: Date): void {
  let line = `${title} ${start.toISOString()} to ${end.toISOString()}`;
  while (lines.has(line)) line += ' again';
  lines.set(line, line);
}

function belongs(appointment: SeenAppointment, link: SeenLink, mappings: readonly SeenMapping[]): boolean {
  if (appointment.status === 'cancelled' || !appointment.resourceIds.includes(link.resourceId)) return false;
  const mapping = mappings.find(({ appointmentId }) => appointmentId === appointment.id);
  if (mapping) return mapping.google.is !== 'parked';
  return (
    appointment.content.recurrence !== null || instantOf(appointment.content.end, link.calendarTimeZone) > link.syncFrom
  );
}

const isOurs = (item: GoogleItem, link: SeenLink, mapped: ReadonlyMap<string, SeenMapping>): boolean =>
  mapped.has(item.eventId) || (link.mode === 'two-way' && item.end > link.syncFrom);
