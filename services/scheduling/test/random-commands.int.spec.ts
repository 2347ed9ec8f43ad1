import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ActorKind, CapacityPolicy, Origin } from '@kalends/contracts';
import { sized, tellSoak } from '@kalends/testing';
import fc from 'fast-check';
import { at, booking, OVERLAPS, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

const SLOTS = 6;
const slot = (n: number): string =>
  new Date(Date.parse('2027-03-01T06:00:00Z') + n * 1_800_000).toISOString().slice(0, 16);
const span = (start: number, length: number) => ({ start: at(slot(start)), end: at(slot(start + length)) });

/** What an appointment must be by the rules alone, told without any of the service's code. */
interface Expected {
  readonly id: string;
  resources: readonly string[];
  start: number;
  length: number;
  cancelled: boolean;
  version: number;
  /** Of which resources it holds the slot; the others are overbooked. */
  holds: readonly string[];
}

class Model {
  readonly appointments: Expected[] = [];

  constructor(private readonly capacity: number) {}

  /** Whether the appointment may become `to`; if so it does. */
  change(from: Expected, to: Partial<Expected>, mayOverbook: boolean): boolean {
    const next = { ...from, ...to };
    const moved = next.start !== from.start || next.length !== from.length || from.cancelled;
    const holders = (resource: string, moment: number): number =>
      this.appointments.filter(
        ({ id, start, length, holds }) =>
          id !== from.id && holds.includes(resource) && start <= moment && moment < start + length,
      ).length;
    const isFree = (resource: string): boolean =>
      Array.from({ length: next.length }, (_, n) => holders(resource, next.start + n)).every(
        (count) => count < this.capacity,
      );
    const stays = (resource: string): boolean => !moved && from.resources.includes(resource);
    const holds = next.resources.filter(
      (resource) => (stays(resource) && from.holds.includes(resource)) || isFree(resource),
    );
    const refused = next.resources.filter((resource) => !holds.includes(resource) && !stays(resource));
    if (!next.cancelled && refused.length > 0 && !mayOverbook) return false;
    Object.assign(from, next, { holds: next.cancelled ? [] : holds, version: from.version + 1 });
    return true;
  }
}

type Step =
  | { do: 'book'; resources: number; start: number; length: number }
  | { do: 'move' | 'move outside'; which: number; start: number; length: number; resources: number }
  | { do: 'cancel' | 'restore' | 'rename'; which: number };

const which = fc.nat(5);
const place = {
  start: fc.nat(SLOTS),
  length: fc.integer({ min: 1, max: 3 }),
  resources: fc.integer({ min: 1, max: 3 }),
};
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('book' as const), ...place }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('move' as const, 'move outside' as const), which, ...place }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'restore' as const, 'rename' as const), which }),
  },
);

/** The others were packed into the lane that the appointment on its way held still. */
const movedOutOfItsOwnWay: [number, Step[]] = [
  2,
  [
    { do: 'book', start: 2, length: 3, resources: 2 },
    { do: 'book', start: 6, length: 1, resources: 2 },
    { do: 'book', start: 0, length: 1, resources: 1 },
    { do: 'cancel', which: 3 },
    { do: 'move', which: 2, start: 4, length: 2, resources: 2 },
    { do: 'move', which: 0, start: 5, length: 2, resources: 2 },
  ],
];

describe('Any order of commands', () => {
  let app: SchedulingApp;

  beforeAll(async () => {
    app = await SchedulingApp.start();
  });
  afterAll(() => app.stop());

  /** Does one step in the service and in the model; both must agree on whether it is accepted. */
  async function take(given: Step, model: Model, { owner, tenant, resources }: Salon): Promise<void> {
    const chosen = (bits: number): string[] => resources.filter((_, index) => bits & (1 << index));
    if (given.do === 'book') {
      const id = randomUUID();
      const blank = { id, resources: [], start: 0, length: 0, cancelled: true, version: 0, holds: [] };
      const to = { resources: chosen(given.resources), start: given.start, length: given.length, cancelled: false };
      const accepted = model.change(blank, to, false);
      if (accepted) model.appointments.push(blank);
      const { status } = await owner.post('appointments', {
        id,
        ...booking(to.resources, slot(to.start), to.length * 30),
      });
      expect({ given, status }).toEqual({ given, status: accepted ? 201 : 409 });
      return;
    }
    const target = model.appointments[given.which];
    if (!target) return;
    const before = { ...target };
    const path = `appointments/${target.id}`;
    const agree = ({ status, body }: { status: number; body: { version?: number } }, accepted: boolean): void => {
      expect({ given, status }).toEqual({ given, status: accepted ? 200 : 409 });
      if (accepted) expect({ given, version: body.version }).toEqual({ given, version: target.version });
    };
    switch (given.do) {
      case 'rename':
        if (target.cancelled) return;
        model.change(target, {}, false);
        return agree(await owner.patch(path, before.version, { content: { title: randomUUID() } }), true);
      case 'cancel':
        if (!target.cancelled) model.change(target, { cancelled: true }, false);
        return agree(await owner.change(`${path}/cancel`, before.version), true);
      case 'restore':
        return agree(
          await owner.change(`${path}/restore`, before.version),
          !target.cancelled || model.change(target, { cancelled: false }, false),
        );
      default: {
        const to = { resources: chosen(given.resources), start: given.start, length: given.length };
        const isSame =
          to.start === target.start && to.length === target.length && to.resources.join() === target.resources.join();
        const isOutside = given.do === 'move outside';
        const accepted = !target.cancelled && (isSame || model.change(target, to, isOutside));
        if (!isOutside) {
          const body = { ...span(to.start, to.length), resourceIds: to.resources };
          return agree(await owner.change(`${path}/move`, before.version, body), accepted);
        }
        const time = (n: number) => ({
          value: {
            case: 'instant' as const,
            value: { at: timestampFromDate(new Date(`${slot(n)}:00Z`)), zone: 'Europe/Berlin' },
          },
        });
        const moving = app.rpc.applyCommand({
          ...{
            tenantId: tenant,
            commandId: randomUUID(),
            origin: Origin.GOOGLE,
            capacityPolicy: CapacityPolicy.OVERBOOK,
          },
          actor: { kind: ActorKind.CALENDAR_LINK, id: 'link' },
          command: {
            case: 'move',
            value: {
              appointmentId: target.id,
              ...{ start: time(to.start), end: time(to.start + to.length), resourceIds: to.resources },
            },
          },
        });
        if (!accepted) return expect(moving).rejects.toMatchObject({ code: 'appointment/cancelled' });
        expect((await moving).result.value).toMatchObject({
          version: target.version,
          overbooked: target.holds.length < target.resources.length,
        });
      }
    }
  }

  /** Every version follows from the one before by the fields that its entry names, up to what is there now. */
  async function explained(id: string, { owner }: Salon): Promise<void> {
    const { body: now } = await owner.get(`appointments/${id}`).expect(200);
    const { body: timeline } = await owner.get(`appointments/${id}/timeline`).expect(200);
    const entries = timeline.entries.toReversed();
    expect(entries.map(({ version }: { version: number }) => version)).toEqual(
      Array.from({ length: now.version }, (_, index) => index + 1),
    );
    const told = new Map<string, unknown>();
    for (const { fields } of entries) {
      for (const { field, before, after } of fields) {
        expect(told.get(field) ?? null).toEqual(before);
        told.set(field, after);
      }
    }
    expect(told.get('resource_ids')).toEqual(now.resourceIds);
    expect(told.get('status')).toBe(now.status);
    expect(told.get('overbooked') ?? false).toBe(now.overbooked);
    for (const field of ['title', 'start', 'end']) expect(told.get(`content.${field}`)).toEqual(now.content[field]);
  }

  it('I1: never lets more hold a slot than there is room for, agrees with the rules step by step, and its timeline explains every difference', async () => {
    const histories = sized(30, 500);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { minLength: 5, maxLength: 25 }),
        async (capacity, steps) => {
          const model = new Model(capacity);
          const place = await salon(app, { resources: 2, capacity });
          for (const one of steps) await take(one, model, place);
          expect(await app.rows(OVERLAPS)).toEqual([]);
          const held = await app.rows<{ id: string; holds: string[] }>(
            `SELECT appointment_id AS id, array_agg(resource_id ORDER BY resource_id) AS holds
             FROM allocation WHERE tenant_id = $1 AND lane IS NOT NULL GROUP BY appointment_id`,
            [place.tenant],
          );
          const expected = model.appointments
            .filter(({ holds }) => holds.length > 0)
            .map(({ id, holds }) => ({ id, holds }));
          expect(new Map(held.map(({ id, holds }) => [id, holds]))).toEqual(
            new Map(expected.map(({ id, holds }) => [id, [...holds]])),
          );
          for (const { id } of model.appointments) await explained(id, place);
        },
      ),
      { numRuns: histories, examples: [movedOutOfItsOwnWay] },
    );
    tellSoak({
      size: `${histories} random histories`,
      figures: '0 overlaps, every step and timeline as the rules say',
    });
  }, 300_000);
});
