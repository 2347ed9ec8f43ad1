import { canonical } from '@kalends/calendar';
import type { CalendarLink } from '../../link/domain/calendar-link';
import { commandIdFor } from '../../mapping/domain/event-id';
import type { Mapping } from '../../mapping/domain/mapping';
import type { Conflict, ContentField, Decision, KalendsAction } from '../../reconcile/domain/decision';
import { changedFields, replaced } from '../../reconcile/domain/merge';
import type { Act, SyncCommand } from '../../scheduling/app/scheduling';
import type { Appointment } from '../../scheduling/domain/appointment';

/** One state of one event on its way into Kalends. */
export interface Incoming {
  readonly link: CalendarLink;
  readonly mapping: Mapping;
  /** Of the event's parts, the last ones of a deleted event: the same state gives the same commands (S57, S58). */
  readonly etags: readonly string[];
  readonly isDeleted: boolean;
}

/** What a decision asks of Kalends first; null when there is nothing to tell. */
export function firstCommand(incoming: Incoming, { kalends, conflicts }: Decision): SyncCommand | null {
  const version = incoming.mapping.ours?.version ?? null;
  switch (kalends.do) {
    case 'nothing':
      if (conflicts.length === 0) return null;
      return command(incoming, null, 'google/conflict', { do: 'record-conflict' }, conflicts);
    case 'create': {
      const act = { do: 'create', resourceId: incoming.link.resourceId, content: kalends.content } as const;
      return command(incoming, null, 'google/event-created', act, conflicts);
    }
    case 'change':
      return change(incoming, version, kalends.content, kalends.fields, conflicts);
    case 'cancel':
      return command(incoming, version, 'google/event-deleted', { do: 'cancel' }, conflicts);
    case 'restore':
      return command(incoming, version, 'google/event-restored', { do: 'restore' }, conflicts);
  }
}

/** What it asks beyond, `appointment` being the answer to the first: an event may come back otherwise than it went. */
export function secondCommand(
  incoming: Incoming,
  kalends: KalendsAction,
  { content, version }: Appointment,
): SyncCommand | null {
  if (kalends.do !== 'restore') return null;
  const before = canonical(content);
  const fields = changedFields(before, kalends.content);
  // Google's bin has what was written there last; Kalends may have changed since.
  const conflicts = replaced(before, kalends.content);
  return fields.length === 0 ? null : change(incoming, version, kalends.content, fields, conflicts);
}

/** Kalends will not have it: `code` is why, and what Google says is kept in the timeline. */
export const refusal = (incoming: Incoming, code: string): SyncCommand => {
  const told = command(incoming, null, 'google/refused', { do: 'record-conflict' }, []);
  return { ...told, cause: { ...told.cause, details: { ...told.cause.details, code } } };
};

function change(
  incoming: Incoming,
  version: number | null,
  content: Extract<KalendsAction, { do: 'change' }>['content'],
  fields: readonly ContentField[],
  conflicts: readonly Conflict[],
): SyncCommand {
  return fields.length === 1 && fields[0] === 'time'
    ? command(
        incoming,
        version,
        'google/event-moved',
        { do: 'move', start: content.start, end: content.end },
        conflicts,
      )
    : command(incoming, version, 'google/event-changed', { do: 'change', content, fields }, conflicts);
}

function command(
  { link, mapping, etags, isDeleted }: Incoming,
  expectedVersion: number | null,
  kind: `google/${string}`,
  act: Act,
  conflicts: readonly Conflict[],
): SyncCommand {
  const state = isDeleted ? [...etags, 'deleted'] : etags;
  return {
    tenantId: link.tenantId,
    // A person's event becomes one appointment, whichever state of it was read first; each later state is a command.
    commandId: commandIdFor(link.id, mapping.eventId, kind, act.do === 'create' ? [] : state),
    appointmentId: mapping.appointmentId,
    expectedVersion,
    linkId: link.id,
    cause: { kind, details: { linkId: link.id, eventId: mapping.eventId, etag: etags[0] ?? '' } },
    conflicts,
    act,
  };
}
