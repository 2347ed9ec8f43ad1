import type { Clock, Ids, UnitOfWork } from '@kalends/kernel';
import type { SchedulingTx } from '../../scheduling-tx';
import type { Revision } from '../../timeline/domain/revision';
import { type Appointment, factsOf } from '../domain/appointment';
import { changedFields } from '../domain/changed-fields';
import type { Command, Create } from '../domain/command';
import { type AppointmentChange, appointmentNotFound, decide } from '../domain/decide';
import { evolve } from '../domain/evolve';
import { appointmentChanged } from './appointment-changed';
import type { Envelope, Outcome } from './envelope';
import { otherBranch, StaleVersion } from './refusals';
import { takeSlots } from './take-slots';

export interface WriterPorts {
  readonly unitOfWork: UnitOfWork<SchedulingTx>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The command on an appointment as it is; it may look up what it needs in the same transaction. */
export type CommandOn = (appointment: Appointment, tx: SchedulingTx) => Command | Promise<Command>;

/**
 * The one way in which appointments change: appointment locked, command noted, version checked, decided, resources locked
 * in order, slots found, then state, revision and event in one transaction (I1, I2, I3).
 */
export class AppointmentWriter {
  constructor(private readonly ports: WriterPorts) {}

  create(envelope: Envelope, appointmentId: string, command: Create): Promise<Outcome> {
    return this.ports.unitOfWork.run(envelope.tenantId, async (tx) => {
      const first = await this.claim(tx, envelope, appointmentId, 1);
      if (first) return first;
      const appointment = await this.write(tx, envelope, appointmentId, null, decide(command, null)!);
      return { appointment, replayed: false };
    });
  }

  change(envelope: Envelope, appointmentId: string, commandOn: CommandOn): Promise<Outcome> {
    return this.onCurrent(envelope, appointmentId, 1, async (before, tx) => {
      const change = decide(await commandOn(before, tx), before);
      if (change) return this.write(tx, envelope, appointmentId, before, change);
      await tx.commands.amend(envelope.commandId, before.version);
      if (envelope.conflicts.length > 0) await this.note(tx, envelope, null, before, 'conflict-recorded');
      return before;
    });
  }

  /** A timeline entry with the envelope's conflicts; the appointment and its version stay as they are. */
  noteConflicts(envelope: Envelope, appointmentId: string): Promise<Outcome> {
    return this.onCurrent(envelope, appointmentId, 0, async (before, tx) => {
      await this.note(tx, envelope, null, before, 'conflict-recorded');
      return before;
    });
  }

  /** Brings a series up to the present horizon. Occurrences that find no slot are flagged: then it is a change. */
  extend(envelope: Envelope, appointmentId: string): Promise<Outcome> {
    return this.onCurrent(envelope, appointmentId, 0, (before, tx) =>
      this.write(tx, envelope, appointmentId, before, { kind: 'changed', facts: factsOf(before) }),
    );
  }

  private onCurrent(
    envelope: Envelope,
    appointmentId: string,
    versions: number,
    work: (before: Appointment, tx: SchedulingTx) => Promise<Appointment>,
  ): Promise<Outcome> {
    return this.ports.unitOfWork.run(envelope.tenantId, async (tx) => {
      const before = await tx.appointments.lock(appointmentId);
      if (!before) throw appointmentNotFound();
      requireBranch(envelope, before.branchId);
      const first = await this.claim(tx, envelope, appointmentId, before.version + versions);
      if (first) return first;
      if (envelope.expectedVersion !== null && envelope.expectedVersion !== before.version)
        throw new StaleVersion(before);
      return { appointment: await work(before, tx), replayed: false };
    });
  }

  private async claim(
    tx: SchedulingTx,
    envelope: Envelope,
    appointmentId: string,
    version: number,
  ): Promise<Outcome | null> {
    const { commandId, requestHash } = envelope;
    const first = await tx.commands.claim({ commandId, requestHash, appointmentId, version });
    if (!first) return null;
    const appointment = await tx.revisions.stateAt(first.appointmentId, first.version);
    if (!appointment) throw new Error('An applied command has lost its answer.');
    return { appointment, replayed: true };
  }

  private async write(
    tx: SchedulingTx,
    envelope: Envelope,
    appointmentId: string,
    before: Appointment | null,
    change: AppointmentChange,
  ): Promise<Appointment> {
    const now = this.ports.clock.now();
    const policy = envelope.capacityPolicy;
    const { facts, plan, extent, expandedUntil } = await takeSlots(tx, {
      appointmentId,
      before,
      facts: change.facts,
      policy,
      now,
    });
    requireBranch(envelope, facts.branchId);
    const { tenantId, origin } = envelope;
    const at = now.toISOString();
    const overbooked = plan.overbooked.length > 0;
    const after = evolve(before, { ...change, facts }, { tenantId, appointmentId, origin, at, overbooked });
    const isChanged = changedFields(before, after).length > 0;
    if (!before) await tx.appointments.insert(after, extent);
    else if (isChanged) await tx.appointments.update(after, extent);
    await tx.allocations.apply(appointmentId, plan);
    if (facts.content.recurrence || before?.content.recurrence)
      await tx.horizon.expandedUntil(appointmentId, expandedUntil);
    if (!isChanged) return before!;
    const revision = await this.note(tx, envelope, before, after, change.kind);
    await tx.outbox.append({
      name: 'appointmentChanged',
      tenantId,
      aggregateId: appointmentId,
      version: after.version,
      payload: appointmentChanged(this.ports.ids.next(), revision, before, after),
    });
    return after;
  }

  private async note(
    tx: SchedulingTx,
    { origin, actor, cause, conflicts, commandId }: Envelope,
    before: Appointment | null,
    state: Appointment,
    kind: Revision['kind'],
  ): Promise<Revision> {
    const revision: Revision = {
      ...{ origin, actor, cause, conflicts, commandId, kind },
      id: this.ports.ids.next(),
      appointmentId: state.id,
      version: state.version,
      fields: kind === 'conflict-recorded' ? [] : changedFields(before, state),
      at: this.ports.clock.now().toISOString(),
    };
    await tx.revisions.append({ ...revision, state });
    return revision;
  }
}

function requireBranch({ branches }: Envelope, branchId: string): void {
  if (branches !== 'all' && !branches.includes(branchId)) throw otherBranch();
}
