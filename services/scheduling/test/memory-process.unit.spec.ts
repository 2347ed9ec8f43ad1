import { randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ActorKind, AppointmentChangedSchema, Origin, topics } from '@kalends/contracts';
import { type Gate, MemoryDatabase, openGate } from '@kalends/memory';
import { branchDefaults } from '../src/branches/domain/branch';
import { allocationTable, appointmentTable, revisionTable, rpcClientTo } from '../src/memory';
import { schedulingDue } from '../src/memory/due';
import { resourceDefaults } from '../src/resources/domain/resource';
import { memoryProcess, neverLate, type ProcessUnderTest } from './memory-process';

const tenantId = randomUUID();
const time = (at: string) => ({
  value: { case: 'instant' as const, value: { at: timestampFromDate(new Date(at)), zone: 'Europe/Berlin' } },
});
const span = (start: string, end: string) => ({
  start: time(`2027-03-01T${start}:00Z`),
  end: time(`2027-03-01T${end}:00Z`),
});

interface Booking {
  readonly recurrence?: object;
  readonly process?: ProcessUnderTest;
  readonly id?: string;
}

describe('Scheduling in memory', () => {
  let now: Date;
  let database: MemoryDatabase;
  let one: ProcessUnderTest;
  let chair: string;
  const clock = { now: () => now };
  const another = (gate?: Gate) => memoryProcess({ database, clock, gate });

  beforeEach(async () => {
    now = new Date('2027-01-04T00:00:00Z');
    database = new MemoryDatabase();
    one = another();
    const staff = { tenantId, userId: 'owner' };
    const branch = { ...branchDefaults, name: 'Mitte', timeZone: 'Europe/Berlin' };
    const { id: branchId } = await one.branches.create.execute(staff, randomUUID(), branch);
    const facts = { ...resourceDefaults, branchId, designation: 'Chair' };
    chair = (await one.resources.create.execute(staff, randomUUID(), facts)).id;
  });

  const client = (process = one) => rpcClientTo(() => process, { gate: openGate, timer: neverLate });
  const apply = (command: object, more: object = {}, process = one) =>
    client(process).applyCommand({
      ...{ tenantId, commandId: randomUUID(), origin: Origin.PLANNER, actor: { kind: ActorKind.USER, id: 'u' } },
      command: command as never,
      ...more,
    });
  const book = (start: string, end: string, { recurrence, process, id = randomUUID() }: Booking = {}) =>
    apply(
      {
        case: 'create',
        value: { appointmentId: id, resourceIds: [chair], content: { title: 'Cut', ...span(start, end), recurrence } },
      },
      {},
      process,
    );

  it('answers other services as it does by gRPC: applied, stale with the state, replayed, refused', async () => {
    const id = randomUUID();
    expect((await book('10:00', '11:00', { id })).result).toMatchObject({ case: 'applied', value: { id, version: 1 } });
    const move = { case: 'move', value: { appointmentId: id, ...span('12:00', '13:00') } };
    const once = { commandId: 'move-1', expectedVersion: 1 };
    expect((await apply(move, once)).result).toMatchObject({ case: 'applied', value: { version: 2 } });
    expect(await apply(move, once)).toMatchObject({ replayed: true, result: { value: { version: 2 } } });
    expect((await apply(move, { expectedVersion: 1 })).result).toMatchObject({ case: 'stale', value: { version: 2 } });
    await expect(book('12:30', '13:30')).rejects.toMatchObject({ kind: 'conflict', code: 'appointment/slot-taken' });
    await expect(client().getAppointment({ tenantId, appointmentId: randomUUID() })).rejects.toMatchObject({
      code: 'appointment/unknown',
    });
    expect((await client().getResource({ tenantId, resourceId: chair })).branch!.timeZone).toBe('Europe/Berlin');
  });

  it('streams all appointments of a resource, with what happens between two pages', async () => {
    const hours = Array.from({ length: 12 }, (_, n) => `${String(n + 8).padStart(2, '0')}:00`);
    for (const [n, start] of hours.slice(0, -1).entries()) await book(start, hours[n + 1]!);
    const seen: string[] = [];
    for await (const { appointment } of client().streamResourceAppointments({ tenantId, resourceId: chair })) {
      if (seen.length === 0) await book('20:00', '21:00');
      seen.push(appointment!.id);
    }
    expect(new Set(seen).size).toBe(12);
  });

  it('I2: tells Kafka every change in order, and says when there is something to tell', async () => {
    const id = randomUUID();
    await book('10:00', '11:00', { id });
    await apply({ case: 'cancel', value: { appointmentId: id } });
    expect(schedulingDue.relay(database)).toEqual(now);
    expect(await one.relay.processAll()).toBe(4);
    expect(schedulingDue.relay(database)).toBeNull();
    const changes = one.sent.filter(({ topic }) => topic === topics.appointmentChanged.name);
    expect(changes.map(({ value }) => fromBinary(AppointmentChangedSchema, value).appointment!.version)).toEqual([
      1, 2,
    ]);
  });

  it('keeps endless series expanded, whichever process does it, and says when one is due', async () => {
    await book('10:00', '11:00', { recurrence: { rule: 'FREQ=WEEKLY' } });
    const until = () => Math.max(...database.rows(allocationTable).map(({ start }) => start.getTime()));
    const before = until();
    const due = schedulingDue.horizon(database)!;
    now = new Date(due.getTime() - 1);
    expect(await one.appointments.horizon.processAll()).toBe(0);
    now = due;
    await Promise.all([one, another()].map(({ appointments }) => appointments.horizon.processAll()));
    expect(until()).toBeGreaterThan(before);
    expect(schedulingDue.horizon(database)!.getTime()).toBeGreaterThan(now.getTime());
    expect(database.rows(revisionTable)).toHaveLength(1);
  });

  it('I1: gives a slot to one of many who ask several processes at once', async () => {
    const processes = [one, another(), another()];
    const answers = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => book('10:00', '11:00', { process: processes[n % 3]! })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(database.rows(appointmentTable)).toHaveLength(1);
  });

  it('leaves nothing of a change whose process died, and lets others go on', async () => {
    let reached!: () => void;
    const atCommit = new Promise<void>((resolve) => (reached = resolve));
    const gate: Gate = {
      pass: (call, effect) => {
        if (call !== 'commit') return openGate.pass(call, effect);
        reached();
        return new Promise(() => {});
      },
    };
    void book('10:00', '11:00', { process: another(gate) });
    await atCommit;
    const waiting = book('10:30', '11:30');
    database.disconnect(gate);
    expect((await waiting).result.case).toBe('applied');
    expect(database.rows(appointmentTable)).toHaveLength(1);
  });
});
