import { instantOf } from '@kalends/calendar';
import { vetPlace } from '../../resources/domain/place';
import type { SchedulingTx } from '../../scheduling-tx';
import { allocate, type AllocationPlan, unsettled } from '../domain/allocate';
import type { Appointment, AppointmentFacts } from '../domain/appointment';
import { claims, expansionWindow, historyStart, lastEnd } from '../domain/expand';
import type { Extent } from './appointment.store';
import type { Envelope } from './envelope';
import { makeRoom } from './make-room';
import { slotTaken } from './refusals';

export interface SlotRequest {
  readonly appointmentId: string;
  readonly before: Appointment | null;
  /** An empty branch id stands for the branch of the first resource. */
  readonly facts: AppointmentFacts;
  readonly policy: Envelope['capacityPolicy'];
  readonly now: Date;
}

export interface Slots {
  /** With the branch filled in. */
  readonly facts: AppointmentFacts;
  readonly plan: AllocationPlan;
  readonly extent: Extent;
  /** To where a series is expanded now; null when nothing of it lies beyond. */
  readonly expandedUntil: Date | null;
}

/**
 * Locks the resources, in one order for everybody, and finds a slot for each occurrence on each of them. The plan is to
 * be applied in the same transaction.
 * @throws DomainError `appointment/slot-taken` when the policy is to refuse; `resource/…`, `branch/…` when one can't be used
 */
export async function takeSlots(tx: SchedulingTx, request: SlotRequest): Promise<Slots> {
  const { appointmentId, before, now, policy } = request;
  const place = await tx.resources.lockFor(request.facts.resourceIds, request.facts.branchId || null);
  const branch = vetPlace(place, request.facts.resourceIds, before?.resourceIds ?? []);
  const facts = { ...request.facts, branchId: branch.id };
  const zone = branch.timeZone;
  const window = expansionWindow(facts.content, now, zone);
  const wanted = claims(facts, window, zone);
  const kept = window && before?.content.recurrence ? historyStart(now) : null;
  const capacities = new Map(place.resources.map(({ id, capacity }) => [id, capacity]));
  const find = async (): Promise<AllocationPlan> => {
    const current = before ? await tx.allocations.of(appointmentId, kept) : [];
    const searching = unsettled(wanted, current).filter((claim) => claim.holds);
    const taken = searching.length > 0 ? await tx.allocations.takenAt(searching, appointmentId) : [];
    return allocate(wanted, current, taken, capacities);
  };
  let plan = await find();
  if (await makeRoom(tx, appointmentId, plan, capacities)) plan = await find();
  if (policy === 'refuse' && plan.refused.length > 0) throw slotTaken(plan.refused);
  const end = lastEnd(facts.content, zone);
  const isOpen = window !== null && facts.status !== 'cancelled' && (end === null || end > window.end);
  return {
    facts,
    plan,
    extent: { start: instantOf(facts.content.start, zone), end },
    expandedUntil: isOpen ? window.end : null,
  };
}
