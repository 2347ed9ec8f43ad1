import { type ApplyCommandRequest, CapacityPolicy, type FieldConflict as ConflictMessage } from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import type { ActorKind, FieldConflict } from '../../../timeline/domain/revision';
import { ACTOR_KIND } from '../../app/appointment-changed';
import { ORIGIN } from '../../app/appointment-message';
import type { Envelope } from '../../app/envelope';
import type { Origin } from '../../domain/appointment';
import { missing, uuid } from './command-from-proto';

/** At most so many characters of one detail of a cause are kept. */
const DETAIL = 1_000;

/** @throws DomainError of kind `invalid` */
export function envelopeFromProto(request: ApplyCommandRequest): Envelope {
  const { commandId, actor, cause } = request;
  if (!/^[\x20-\x7e]{1,128}$/.test(commandId)) {
    throw new DomainError('invalid', 'command/malformed-id', 'A command id has 1 to 128 printable ASCII characters.');
  }
  const kind = nameOf(ACTOR_KIND, actor?.kind);
  if (!actor || !kind) throw missing('actor');
  const origin = nameOf(ORIGIN, request.origin);
  if (!origin) throw missing('origin');
  return {
    tenantId: uuid(request.tenantId),
    commandId,
    requestHash: null,
    expectedVersion: request.expectedVersion ?? null,
    origin,
    actor: { kind: kind, id: keepable(actor.id) },
    branches: 'all',
    cause: {
      kind: keepable(cause?.kind ?? ''),
      details: Object.fromEntries(
        Object.entries(cause?.details ?? {}).map(([name, value]) => [keepable(name), keepable(value)]),
      ),
    },
    capacityPolicy: request.capacityPolicy === CapacityPolicy.OVERBOOK ? 'overbook' : 'refuse',
    conflicts: request.conflicts.map(conflictFromProto),
  };
}

const conflictFromProto = ({ field, keptJson, lostJson, lostFrom }: ConflictMessage): FieldConflict => ({
  field: keepable(field),
  kept: valueOf(keptJson),
  lost: valueOf(lostJson),
  lostFrom: nameOf(ORIGIN, lostFrom) ?? 'system',
});

function valueOf(json: string): unknown {
  try {
    // NUL in a JSON string is the one thing that the column does not take.
    return JSON.parse(json.replaceAll('\\u0000', '') || 'null') as unknown;
  } catch {
    throw new DomainError('invalid', 'command/malformed-conflict', 'A value of a conflict is not JSON.');
  }
}

const keepable = (text: string): string => text.replaceAll('\0', '').slice(0, DETAIL);

const nameOf = <N extends Origin | ActorKind, M>(names: Record<N, M>, message: M | undefined): N | undefined =>
  (Object.keys(names) as N[]).find((name) => names[name] === message);
