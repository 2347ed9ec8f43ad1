import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ActorKind, CapacityPolicy, Origin, type SchedulingService } from '@kalends/contracts';
import { isDomainError } from '@kalends/kernel';
import type { RpcClient } from '@kalends/rpc';
import { type Answer, halfHour, type Slots } from './planner';

const time = (n: number) => ({
  value: {
    case: 'instant' as const,
    value: { at: timestampFromDate(new Date(`${halfHour(n)}:00Z`)), zone: 'Europe/Berlin' },
  },
});

/** What google-sync asks for when an employee has dragged the event. */
export async function moveOutside(
  rpc: RpcClient<typeof SchedulingService>,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
  { start, length, resources }: Slots,
): Promise<Answer> {
  try {
    const { result } = await rpc.applyCommand({
      tenantId,
      commandId: randomUUID(),
      origin: Origin.GOOGLE,
      capacityPolicy: CapacityPolicy.OVERBOOK,
      actor: { kind: ActorKind.CALENDAR_LINK, id: 'link' },
      command: {
        case: 'move',
        value: { appointmentId: id, start: time(start), end: time(start + length), resourceIds: [...resources] },
      },
    });
    const { version, overbooked } = result.value!;
    return { accepted: true, version, overbooked };
  } catch (error) {
    if (isDomainError(error)) return { accepted: false, code: error.code };
    throw error;
  }
}
