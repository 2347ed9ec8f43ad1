import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { contentToProto, timeToProto } from '@kalends/calendar';
import { ActorKind, CapacityPolicy, Origin, type SchedulingService } from '@kalends/contracts';
import { DomainError, isDomainError, type ErrorKind } from '@kalends/kernel';
import type { RpcClient } from '@kalends/rpc';
import type { Conflict, ContentField } from '../../reconcile/domain/decision';
import { appointmentFromProto } from '../app/appointment-from-proto';
import type { Act, CommandAnswer, Scheduling, SyncCommand } from '../app/scheduling';
import type { Appointment } from '../domain/appointment';

/** Answers to a command that will be the same however often it is sent. */
const refusals: ReadonlySet<ErrorKind> = new Set(['invalid', 'not-found', 'conflict', 'forbidden']);

/** The scheduling service by gRPC. */
export class RpcScheduling implements Scheduling {
  constructor(private readonly client: RpcClient<typeof SchedulingService>) {}

  async apply(command: SyncCommand): Promise<CommandAnswer> {
    try {
      const { result } = await this.client.applyCommand({
        tenantId: command.tenantId,
        commandId: command.commandId,
        expectedVersion: command.expectedVersion ?? undefined,
        origin: Origin.GOOGLE,
        actor: { kind: ActorKind.CALENDAR_LINK, id: command.linkId },
        cause: { kind: command.cause.kind, details: { ...command.cause.details } },
        // It has happened in Google, whatever capacity says.
        capacityPolicy: CapacityPolicy.OVERBOOK,
        conflicts: command.conflicts.map(conflictToProto),
        command: commandToProto(command.appointmentId, command.act),
      });
      if (result.case === undefined)
        throw new DomainError('unavailable', 'scheduling/no-answer', 'Scheduling gave no answer.');
      return { is: result.case, appointment: appointmentFromProto(result.value) };
    } catch (error) {
      if (isDomainError(error) && refusals.has(error.kind)) return { is: 'refused', code: error.code };
      throw error;
    }
  }

  async appointment(tenantId: string, appointmentId: string): Promise<Appointment | null> {
    try {
      const { appointment } = await this.client.getAppointment({ tenantId, appointmentId });
      return appointment ? appointmentFromProto(appointment) : null;
    } catch (error) {
      if (isDomainError(error) && error.kind === 'not-found') return null;
      throw error;
    }
  }

  async *appointmentsOf(tenantId: string, resourceId: string, from: Date): AsyncIterable<Appointment> {
    const request = { tenantId, resourceId, from: timestampFromDate(from) };
    for await (const { appointment } of this.client.streamResourceAppointments(request)) {
      if (appointment) yield appointmentFromProto(appointment);
    }
  }
}

type Command = Extract<
  NonNullable<Parameters<RpcClient<typeof SchedulingService>['applyCommand']>[0]>,
  { command?: unknown }
>['command'];

function commandToProto(appointmentId: string, act: Act): Command {
  switch (act.do) {
    case 'create':
      return {
        case: 'create',
        value: { appointmentId, resourceIds: [act.resourceId], content: contentToProto(act.content) },
      };
    case 'move':
      return { case: 'move', value: { appointmentId, start: timeToProto(act.start), end: timeToProto(act.end) } };
    case 'change':
      return {
        case: 'change',
        value: {
          appointmentId,
          content: contentToProto(act.content),
          updateMask: { paths: act.fields.flatMap(pathsOf) },
        },
      };
    case 'cancel':
      return { case: 'cancel', value: { appointmentId } };
    case 'restore':
      return { case: 'restore', value: { appointmentId, version: 0 } };
    case 'record-conflict':
      return { case: 'recordConflict', value: { appointmentId } };
  }
}

const pathsOf = (field: ContentField): string[] =>
  field === 'time' ? ['content.start', 'content.end'] : [`content.${field}`];

const conflictToProto = ({ field, kept, lost, lostFrom }: Conflict) => ({
  field,
  keptJson: JSON.stringify(kept ?? null),
  lostJson: JSON.stringify(lost ?? null),
  lostFrom: lostFrom === 'google' ? Origin.GOOGLE : Origin.PLANNER,
});
