import { canonical, type AppointmentContent } from '@kalends/calendar';
import type { CommandAnswer, Scheduling, SyncCommand } from '../../src/scheduling/app/scheduling';
import type { Appointment } from '../../src/scheduling/domain/appointment';

export interface Told {
  readonly appointment: Appointment;
  readonly released: readonly string[];
  readonly causedBy: string | null;
}

/** Scheduling's promises kept in memory: versions, command ids, expected versions; what it would tell Kafka is in `told`. */
export class MemoryScheduling implements Scheduling {
  readonly appointments = new Map<string, Appointment>();
  readonly commands: SyncCommand[] = [];
  told: Told[] = [];
  /** Answers `unavailable` or refuses, when it gives something. */
  onApply: (command: SyncCommand) => void | Promise<void> = () => {};
  private readonly answers = new Map<string, CommandAnswer>();

  /** What the planner does. */
  put(id: string, content: AppointmentContent, resourceIds: readonly string[], cancelled = false): Appointment {
    return this.keep({ id, content: canonical(content), resourceIds, cancelled, version: 0 }, null);
  }

  cancel(id: string): void {
    this.keep({ ...this.appointments.get(id)!, cancelled: true }, null);
  }

  change(id: string, change: Partial<AppointmentContent>): Appointment {
    const old = this.appointments.get(id)!;
    return this.keep({ ...old, content: canonical({ ...old.content, ...change }) }, null);
  }

  async apply(command: SyncCommand): Promise<CommandAnswer> {
    const known = this.answers.get(command.commandId);
    if (known) return known;
    await this.onApply(command);
    const answer = this.carryOut(command);
    if (answer.is === 'applied') {
      this.answers.set(command.commandId, answer);
      this.commands.push(command);
    }
    return answer;
  }

  async appointment(_tenantId: string, appointmentId: string): Promise<Appointment | null> {
    return this.appointments.get(appointmentId) ?? null;
  }

  async *appointmentsOf(_tenantId: string, resourceId: string): AsyncIterable<Appointment> {
    for (const appointment of this.appointments.values())
      if (appointment.resourceIds.includes(resourceId) && !appointment.cancelled) yield appointment;
  }

  private carryOut({ appointmentId, expectedVersion, act, linkId }: SyncCommand): CommandAnswer {
    const old = this.appointments.get(appointmentId);
    if (act.do === 'create') {
      if (old) return { is: 'refused', code: 'appointment/exists' };
      const fresh = { id: appointmentId, resourceIds: [act.resourceId], cancelled: false, version: 0 };
      return { is: 'applied', appointment: this.keep({ ...fresh, content: act.content }, linkId) };
    }
    if (!old) return { is: 'refused', code: 'appointment/unknown' };
    if (expectedVersion !== null && expectedVersion !== old.version) return { is: 'stale', appointment: old };
    switch (act.do) {
      case 'record-conflict':
        return { is: 'applied', appointment: old };
      case 'cancel':
        return { is: 'applied', appointment: this.keep({ ...old, cancelled: true }, linkId) };
      case 'restore':
        return { is: 'applied', appointment: this.keep({ ...old, cancelled: false }, linkId) };
      case 'move':
        return this.with(old, { start: act.start, end: act.end }, linkId);
      case 'change': {
        const names = act.fields.flatMap((field) => (field === 'time' ? (['start', 'end'] as const) : [field]));
        return this.with(old, Object.fromEntries(names.map((name) => [name, act.content[name]])), linkId);
      }
    }
  }

  private with(old: Appointment, change: Partial<AppointmentContent>, linkId: string): CommandAnswer {
    return {
      is: 'applied',
      appointment: this.keep({ ...old, content: canonical({ ...old.content, ...change }) }, linkId),
    };
  }

  private keep(next: Appointment, causedBy: string | null): Appointment {
    const before = this.appointments.get(next.id);
    const appointment = { ...next, version: (before?.version ?? 0) + 1 };
    this.appointments.set(appointment.id, appointment);
    const released = (before?.resourceIds ?? []).filter((id) => !next.resourceIds.includes(id));
    this.told.push({ appointment, released, causedBy });
    return appointment;
  }
}
