import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@kalends/kernel';
import { eventually } from '@kalends/testing';
import type { ResourceAppointments } from '../../src/appointments/app/resource-appointments';
import type { Allocation } from '../../src/appointments/domain/allocate';
import type { Appointment } from '../../src/appointments/domain/appointment';
import { type Branch, branchDefaults } from '../../src/branches/domain/branch';
import { type Resource, resourceDefaults } from '../../src/resources/domain/resource';
import type { SchedulingTx } from '../../src/scheduling-tx';

export interface StoresUnderTest {
  readonly unitOfWork: UnitOfWork<SchedulingTx>;
  resourceAppointments(pageSize: number): ResourceAppointments;
  /** Whether as many transactions wait for others at this moment, as far as that can be told. */
  areWaiting(count: number): Promise<boolean>;
}

type Work<T> = (tx: SchedulingTx) => Promise<T>;

/** What became of two transactions, the second of which began while the first was open. */
export interface SideBySide<T> {
  readonly hasWaited: boolean;
  readonly second: T;
}

export const day = new Date('2027-03-01T00:00:00Z');
export const hour = (n: number): Date => new Date(day.getTime() + n * 3_600_000);

/** A tenant of its own with a branch and two resources, in order of their ids. */
export class TenantUnderTest {
  readonly id: string = randomUUID();
  readonly branch: Branch = {
    ...branchDefaults,
    id: randomUUID(),
    name: 'Mitte',
    timeZone: 'Europe/Berlin',
    version: 1,
  };
  readonly resources: readonly [Resource, Resource];

  constructor(private readonly stores: StoresUnderTest) {
    const [first, second] = [randomUUID(), randomUUID()].sort();
    this.resources = [this.resource({ id: first }), this.resource({ id: second })];
  }

  static async open(stores: StoresUnderTest): Promise<TenantUnderTest> {
    const tenant = new TenantUnderTest(stores);
    await tenant.run(async (tx) => {
      await tx.branches.insert(tenant.branch);
      for (const resource of tenant.resources) await tx.resources.insert(resource);
    });
    return tenant;
  }

  resource(more: Partial<Resource> = {}): Resource {
    const own = { id: randomUUID(), branchId: this.branch.id, designation: 'Chair', deleted: false, version: 1 };
    return { ...resourceDefaults, ...own, ...more };
  }

  run<T>(work: Work<T>): Promise<T> {
    return this.stores.unitOfWork.run(this.id, work);
  }

  /** From 10 to 11 o'clock on the first resource, in a table by itself: no allocation comes with it. */
  async appointment(more: Partial<Appointment> = {}): Promise<Appointment> {
    const made = this.drawn(more);
    await this.run((tx) => tx.appointments.insert(made, { start: hour(10), end: hour(11) }));
    return made;
  }

  drawn(more: Partial<Appointment> = {}): Appointment {
    return {
      tenantId: this.id,
      id: randomUUID(),
      branchId: this.branch.id,
      resourceIds: [this.resources[0].id],
      customerIds: [],
      templateId: null,
      status: 'confirmed',
      content: {
        title: 'Cut',
        description: '',
        location: '',
        start: { at: '2027-03-01T10:00:00Z', zone: 'Europe/Berlin' },
        end: { at: '2027-03-01T11:00:00Z', zone: 'Europe/Berlin' },
        transparency: 'opaque',
        visibility: 'default',
        recurrence: null,
        overrides: [],
      },
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      overbooked: false,
      version: 1,
      origin: 'planner',
      createdAt: '2027-01-01T08:00:00.000Z',
      updatedAt: '2027-01-01T08:00:00.000Z',
      ...more,
    };
  }

  /** A part in the first resource; without buffers. */
  allocation(start: Date, end: Date, lane: number | null, more: Partial<Allocation> = {}): Allocation {
    const [{ id: resourceId }] = this.resources;
    const during = { start, end };
    return { occurrence: '', resourceId, start, end, during, holds: lane !== null, lane, overbooked: false, ...more };
  }

  /** An appointment that holds these. */
  async booked(...add: readonly Allocation[]): Promise<string> {
    const { id } = await this.appointment();
    await this.run((tx) => tx.allocations.apply(id, { remove: [], add }));
    return id;
  }

  /**
   * Begins `second` while `first` has done its work but not ended; lets it end as told once the second has ended too or
   * waits for it.
   */
  async sideBySide<T>(first: Work<unknown>, how: 'commit' | 'rollback', second: Work<T>): Promise<SideBySide<T>> {
    const open = await this.hold(first);
    const other = await this.begin(second);
    await open.end(how);
    return { hasWaited: other.waits, second: await other.ended };
  }

  /** A transaction that has done its work and is still open. */
  async hold(work: Work<unknown>): Promise<{ end(how: 'commit' | 'rollback'): Promise<void> }> {
    const rolledBack = new Error('rolled back');
    let decide!: (how: 'commit' | 'rollback') => void;
    const decided = new Promise<'commit' | 'rollback'>((resolve) => (decide = resolve));
    let ended!: Promise<void>;
    await new Promise<void>((ready, fail) => {
      ended = this.run(async (tx) => {
        await work(tx);
        ready();
        if ((await decided) === 'rollback') throw rolledBack;
      }).catch((error: unknown) => {
        fail(error);
        if (error !== rolledBack) throw error;
      });
    });
    return {
      end: (how) => {
        decide(how);
        return ended;
      },
    };
  }

  /** A transaction that has begun, once it has ended or waits for another one, as `already` others do. */
  async begin<T>(work: Work<T>, already = 0): Promise<{ readonly waits: boolean; readonly ended: Promise<T> }> {
    let waits = true;
    const ended = this.run(work).finally(() => (waits = false));
    ended.catch(() => undefined); // for whoever looks later
    await eventually(async () => {
      if (waits && !(await this.stores.areWaiting(already + 1))) throw new Error('It has not come so far.');
    });
    return { waits, ended };
  }
}
