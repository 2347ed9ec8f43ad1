import { randomUUID } from 'node:crypto';
import type { AppointmentContent } from '@kalends/calendar';
import { isDomainError, overlaps } from '@kalends/kernel';
import { openGate } from '@kalends/memory';
import type { Envelope, Outcome } from '../../src/appointments/app/envelope';
import { branchDefaults } from '../../src/branches/domain/branch';
import { allocationTable, appointmentTable, revisionTable, rpcClientTo } from '../../src/memory';
import { resourceDefaults } from '../../src/resources/domain/resource';
import { memoryProcess, neverLate } from '../memory-process';
import { at } from '../salon';
import { moveOutside } from './move-outside';
import { type Answer, halfHour, type PlannerUnderTest, type Slots } from './planner';

/** The same commands in one process, without Postgres, HTTP or gRPC. */
export async function memoryPlanner(capacity: number): Promise<PlannerUnderTest> {
  const { database, appointments, branches, resources, rpc } = memoryProcess();
  const [tenantId, branchId] = [randomUUID(), randomUUID()];
  const staff = { tenantId, userId: 'owner' };
  await branches.create.execute(staff, branchId, { ...branchDefaults, name: 'Mitte', timeZone: 'Europe/Berlin' });
  const chairs = [randomUUID(), randomUUID()].sort();
  for (const id of chairs)
    await resources.create.execute(staff, id, { ...resourceDefaults, branchId, designation: 'Chair', capacity });

  const client = rpcClientTo(() => ({ rpc }), { gate: openGate, timer: neverLate });
  const envelope = (expectedVersion: number | null): Envelope => ({
    ...{ tenantId, commandId: randomUUID(), requestHash: null, expectedVersion, origin: 'planner' },
    ...{ actor: { kind: 'user', id: 'owner' }, branches: 'all', cause: { kind: 'planner/test', details: {} } },
    ...{ capacityPolicy: 'refuse', conflicts: [] },
  });
  const times = ({ start, length }: Slots) => ({ start: at(halfHour(start)), end: at(halfHour(start + length)) });
  const content = (slots: Slots): AppointmentContent => ({
    ...{ title: 'Cut', description: '', location: '', transparency: 'opaque', visibility: 'default' },
    ...{ recurrence: null, overrides: [], ...times(slots) },
  });

  return {
    resources: chairs,
    book: (id, slots) =>
      answerOf(
        appointments.create.execute(envelope(null), id, {
          ...{ branchId: '', resourceIds: slots.resources, customerIds: [], templateId: null },
          ...{ content: content(slots), bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
        }),
      ),
    rename: (id, version) =>
      answerOf(appointments.change.execute(envelope(version), id, { content: { title: randomUUID() } })),
    cancel: (id, version) => answerOf(appointments.cancel.execute(envelope(version), id, {})),
    restore: (id, version) => answerOf(appointments.restore.execute(envelope(version), id, 0)),
    move: (id, version, to) =>
      answerOf(appointments.move.execute(envelope(version), id, { ...times(to), resourceIds: to.resources })),
    moveOutside: (id, to) => moveOutside(client, { tenantId, id }, to),
    told: async (id) => {
      const now = database.rows(appointmentTable).find(({ value }) => value.id === id)!.value;
      const entries = database.rows(revisionTable).filter(({ value }) => value.appointmentId === id);
      return {
        ...now,
        content: { ...now.content },
        timeline: entries.map(({ value }) => value).sort((a, b) => b.version - a.version),
      };
    },
    overlaps: async () => {
      const held = database.rows(allocationTable).filter(({ lane }) => lane !== null);
      const pairs = held.flatMap((one, index) => held.slice(index + 1).map((other) => ({ one, other })));
      return pairs.filter(
        ({ one, other }) =>
          one.resourceId === other.resourceId && one.lane === other.lane && overlaps(one.during, other.during),
      ).length;
    },
    held: async () => {
      const holding = new Map<string, string[]>();
      for (const { appointmentId, resourceId, lane } of database.rows(allocationTable))
        if (lane !== null) holding.set(appointmentId, [...(holding.get(appointmentId) ?? []), resourceId].sort());
      return holding;
    },
  };
}

async function answerOf(command: Promise<Outcome>): Promise<Answer> {
  try {
    const { version, overbooked } = (await command).appointment;
    return { accepted: true, version, overbooked };
  } catch (error) {
    if (isDomainError(error)) return { accepted: false, code: error.code };
    throw error;
  }
}
