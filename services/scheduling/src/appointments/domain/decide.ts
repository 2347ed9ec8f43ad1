import { canonical } from '@kalends/calendar';
import { DomainError } from '@kalends/kernel';
import { type Appointment, type AppointmentFacts, factsOf } from './appointment';
import { changedFields } from './changed-fields';
import type { Change, Command } from './command';
import { cancelOccurrence, moveOccurrence, moveSeries } from './series';
import { vetFacts } from './vet-facts';

export type ChangeKind = 'created' | 'moved' | 'changed' | 'cancelled' | 'completed' | 'restored';

/** What happened: the facts as they are from now on, and the word for it. */
export interface AppointmentChange {
  readonly kind: ChangeKind;
  readonly facts: AppointmentFacts;
}

/**
 * What `command` makes of an appointment; null when it changes nothing. Capacity is not looked at here: that needs the
 * other appointments (allocate.ts).
 * @throws DomainError of kind `invalid`, `conflict` or `not-found`
 */
export function decide(command: Command, appointment: Appointment | null): AppointmentChange | null {
  if (command.do === 'create') return create(command, appointment);
  if (!appointment) throw appointmentNotFound();
  const before = factsOf(appointment);
  const change = decideOn(before, command);
  const facts = vetted(change.facts);
  const fields = changedFields(before, facts);
  if (fields.length === 0) return null;
  return {
    kind: change.kind === 'changed' && fields.every(({ field }) => isPlace(field)) ? 'moved' : change.kind,
    facts,
  };
}

export const appointmentNotFound = (): DomainError =>
  new DomainError('not-found', 'appointment/unknown', 'There is no such appointment.');

function create(
  { do: _, ...given }: Extract<Command, { do: 'create' }>,
  existing: Appointment | null,
): AppointmentChange {
  if (existing) throw appointmentExists();
  const facts: AppointmentFacts = { ...given, ...sorted(given), status: 'confirmed' };
  return { kind: 'created', facts: vetted(facts) };
}

const vetted = (facts: AppointmentFacts): AppointmentFacts => ({
  ...vetFacts(facts),
  content: canonical(facts.content),
});

export const appointmentExists = (): DomainError =>
  new DomainError('conflict', 'appointment/exists', 'There is an appointment with this id already.');

function decideOn(before: AppointmentFacts, command: Exclude<Command, { do: 'create' }>): AppointmentChange {
  switch (command.do) {
    case 'move':
      refuseCancelled(before);
      return { kind: 'moved', facts: { ...move(before, command), ...sorted(command) } };
    case 'change':
      refuseCancelled(before);
      return { kind: 'changed', facts: merge(before, command) };
    case 'cancel':
      if (command.recurrenceId && before.status !== 'cancelled') {
        return {
          kind: 'changed',
          facts: { ...before, content: cancelOccurrence(before.content, command.recurrenceId) },
        };
      }
      return { kind: 'cancelled', facts: { ...before, status: 'cancelled' } };
    case 'complete':
      refuseCancelled(before);
      return { kind: 'completed', facts: { ...before, status: command.noShow ? 'no-show' : 'completed' } };
    case 'restore':
      return { kind: 'restored', facts: command.facts ?? undoCancel(before) };
  }
}

function move(
  before: AppointmentFacts,
  { start, end, recurrenceId }: Extract<Command, { do: 'move' }>,
): AppointmentFacts {
  const { content } = before;
  if (recurrenceId) return { ...before, content: moveOccurrence(content, recurrenceId, start, end) };
  return { ...before, content: content.recurrence ? moveSeries(content, start, end) : { ...content, start, end } };
}

function merge(before: AppointmentFacts, { do: _, content, ...patch }: Change): AppointmentFacts {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...before, ...given, ...sorted(patch), content: { ...before.content, ...content } };
}

/** Resources are locked, compared and told in one order. */
const sorted = ({ resourceIds }: { resourceIds?: readonly string[] }): { resourceIds?: readonly string[] } =>
  resourceIds ? { resourceIds: [...new Set(resourceIds)].sort() } : {};

const undoCancel = (before: AppointmentFacts): AppointmentFacts =>
  before.status === 'cancelled' ? { ...before, status: 'confirmed' } : before;

function refuseCancelled(before: AppointmentFacts): void {
  if (before.status !== 'cancelled') return;
  throw new DomainError('conflict', 'appointment/cancelled', 'This appointment is cancelled; restore it first.');
}

const isPlace = (field: string): boolean => ['content.start', 'content.end', 'resource_ids'].includes(field);
