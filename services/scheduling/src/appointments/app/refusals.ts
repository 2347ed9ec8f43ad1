import { DomainError } from '@kalends/kernel';
import type { Appointment } from '../domain/appointment';
import type { Claim } from '../domain/expand';

/** At most so many of a series' collisions are told. */
const TOLD = 10;

/** Names the caller's own times and resources only, never who is in the way. */
export const slotTaken = (refused: readonly Claim[] = []): DomainError =>
  new DomainError(
    'conflict',
    'appointment/slot-taken',
    'Another appointment holds this time; choose another time or another resource.',
    {
      collisions: refused.slice(0, TOLD).map(({ resourceId, start, end }) => ({
        resourceId,
        start: start.toISOString(),
        end: end.toISOString(),
      })),
    },
  );

/** The current state comes with it. */
export class StaleVersion extends DomainError {
  constructor(readonly current: Appointment) {
    const { tenantId: _, ...told } = current;
    super('stale', 'appointment/stale', 'This appointment was changed in the meantime; look at it again and repeat.', {
      current: told,
    });
  }
}

export const otherBranch = (): DomainError =>
  new DomainError('forbidden', 'role/not-allowed', 'Your role does not reach this branch; ask an administrator.');
