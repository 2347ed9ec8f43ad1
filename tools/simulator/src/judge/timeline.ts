import { sameValue } from '@kalends/calendar';
import type { Evidence, SeenAppointment, SeenRevision, Violation } from './evidence';

/** I2, I6, S77: each version has one entry and one event, entries explain each difference, and no acknowledged command is gone. */
export function judgeTimeline(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const changes = revisionsOf(evidence);
  for (const appointment of evidence.appointments) {
    const entries = changes.get(appointment.id) ?? [];
    const versions = entries.map(({ version }) => version);
    if (
      !sameValue(
        versions,
        Array.from({ length: appointment.version }, (_, index) => index + 1),
      )
    )
      found.push({
        invariant: 'I6',
        says: `${appointment.id} is at ${appointment.version}, its timeline has ${versions.join(' ')}`,
      });
    const last = entries.at(-1);
    if (last && !sameValue(last.state, appointment))
      found.push({ invariant: 'I6', says: `${appointment.id} differs from the last entry of its timeline` });
    found.push(...unexplained(entries));
  }
  const told = new Map<string, number>();
  for (const { topic, aggregateId, version } of evidence.outbox)
    if (topic.includes('appointment'))
      told.set(`${aggregateId} ${version}`, (told.get(`${aggregateId} ${version}`) ?? 0) + 1);
  for (const [id, entries] of changes)
    for (const { version } of entries)
      if (told.get(`${id} ${version}`) !== 1)
        found.push({
          invariant: 'I2',
          says: `version ${version} of ${id} has ${told.get(`${id} ${version}`) ?? 0} events`,
        });
  const commands = new Set(evidence.revisions.map(({ commandId }) => commandId));
  for (const { commandId, appointmentId, version } of evidence.acknowledged) {
    const isKept = commands.has(commandId) || (changes.get(appointmentId)?.length ?? 0) >= version;
    if (!isKept)
      found.push({
        invariant: 'I6',
        says: `${commandId} was acknowledged as version ${version} of ${appointmentId} and is gone`,
      });
  }
  const seen = new Map<string, string>();
  for (const { commandId, appointmentId, version, kind } of evidence.revisions) {
    if (kind === 'conflict-recorded') continue;
    const place = `${appointmentId} ${version}`;
    const other = seen.get(commandId);
    if (other !== undefined)
      found.push({ invariant: 'I4', says: `${commandId} was applied twice: ${other} and ${place}` });
    seen.set(commandId, place);
  }
  return found;
}

/** Entries that made a version, by appointment. */
export function revisionsOf({ revisions }: Pick<Evidence, 'revisions'>): Map<string, SeenRevision[]> {
  const changes = revisions.filter(({ kind }) => kind !== 'conflict-recorded');
  return Map.groupBy(changes, ({ appointmentId }) => appointmentId);
}

function unexplained(entries: readonly SeenRevision[]): Violation[] {
  const found: Violation[] = [];
  let before: SeenAppointment | null = null;
  for (const { version, fields, state, appointmentId } of entries) {
    for (const [name, key] of told)
      if (before && !sameValue(key(before), key(state)) && !fields.some(({ field }) => field.startsWith(name)))
        found.push({
          invariant: 'S77',
          says: `version ${version} of ${appointmentId} changed ${name} without saying so`,
        });
    before = state;
  }
  return found;
}

const told: readonly (readonly [string, (appointment: SeenAppointment) => unknown])[] = [
  ['status', ({ status }) => status],
  ['resource_ids', ({ resourceIds }) => resourceIds],
  ['content.title', ({ content }) => content.title],
  ['content.start', ({ content }) => content.start],
  ['content.end', ({ content }) => content.end],
  ['content.recurrence', ({ content }) => content.recurrence],
  ['content.overrides', ({ content }) => content.overrides],
];
