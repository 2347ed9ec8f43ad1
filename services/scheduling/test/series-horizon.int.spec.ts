import { randomUUID } from 'node:crypto';
import { uuidv7 } from '@kalends/kernel';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { AppointmentWriter } from '../src/appointments/app/appointment-writer';
import type { Envelope } from '../src/appointments/app/envelope';
import { ExtendSeries } from '../src/appointments/app/extend-series';
import { schedulingStores } from '../src/scheduling-stores';
import type { SchedulingTx } from '../src/scheduling-tx';
import { at, OVERLAPS, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

const DAY_MS = 86_400_000;

describe("A series' horizon", () => {
  let app: SchedulingApp;
  let mitte: Salon;
  let now: Date;
  let writer: AppointmentWriter;
  let extendSeries: ExtendSeries;

  beforeAll(async () => {
    app = await SchedulingApp.start();
    const unitOfWork = new PostgresUnitOfWork<SchedulingTx>(
      app.database.dataSource,
      schedulingStores(() => {}),
    );
    const clock = { now: () => now };
    writer = new AppointmentWriter({ unitOfWork, clock, ids: uuidv7 });
    extendSeries = new ExtendSeries(unitOfWork, writer, clock);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    now = new Date('2027-01-04T00:00:00Z');
    mitte = await salon(app);
  });

  const envelope = (): Envelope => ({
    ...{ tenantId: mitte.tenant, commandId: randomUUID(), requestHash: null, expectedVersion: null, origin: 'planner' },
    ...{ actor: { kind: 'user', id: 'u' }, branches: 'all', cause: { kind: 'test', details: {} } },
    ...{ capacityPolicy: 'refuse', conflicts: [] },
  });
  const book = async (start: string, rule: string | null): Promise<string> => {
    const id = randomUUID();
    await writer.create(envelope(), id, {
      ...{ do: 'create', branchId: '', resourceIds: [mitte.resources[0]!], customerIds: [], templateId: null },
      ...{ bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
      content: {
        ...{
          title: 'Daily',
          description: '',
          location: '',
          start: at(`${start}T08:00`, 'UTC'),
          end: at(`${start}T09:00`, 'UTC'),
        },
        ...{
          transparency: 'opaque',
          visibility: 'default',
          recurrence: rule ? { rule, rdates: [], exdates: [] } : null,
          overrides: [],
        },
      },
    });
    return id;
  };
  const occurrences = async (id: string) =>
    app.rows<{ occurrence: string; lane: number | null }>(
      'SELECT occurrence, lane FROM allocation WHERE appointment_id = $1 ORDER BY occurrence',
      [id],
    );
  const extendAll = async (): Promise<number> => {
    let total = 0;
    for (let done = await extendSeries.execute(); done > 0; done = await extendSeries.execute()) total += done;
    return total;
  };

  it('is moved on as time goes by, in bounded rows (S22)', async () => {
    const id = await book('2027-01-05', 'FREQ=DAILY');
    expect(await occurrences(id)).toHaveLength(550);
    expect(await extendAll()).toBe(0);
    now = new Date(now.getTime() + 60 * DAY_MS);
    expect(await extendAll()).toBe(1);
    const rows = await occurrences(id);
    expect(rows).toHaveLength(609);
    expect(rows.every(({ lane }) => lane === 1)).toBe(true);
    expect(await extendAll()).toBe(0);
    // Nothing that anybody can see has changed.
    const { body } = await mitte.owner.get(`appointments/${id}`).expect(200);
    expect(body.version).toBe(1);
  });

  it('flags the series when a date beyond the old horizon was taken, and says so in its timeline', async () => {
    const id = await book('2027-01-05', 'FREQ=DAILY');
    await book('2028-08-01', null);
    now = new Date(now.getTime() + 60 * DAY_MS);
    await extendAll();
    expect((await occurrences(id)).filter(({ lane }) => lane === null)).toEqual([
      { occurrence: '2028-08-01T08:00:00Z', lane: null },
    ]);
    const { body } = await mitte.owner.get(`appointments/${id}/timeline`).expect(200);
    expect(body.entries[0]).toMatchObject({
      version: 2,
      origin: 'system',
      fields: [{ field: 'overbooked', before: false, after: true }],
    });
    expect(await app.rows(OVERLAPS)).toEqual([]);
  });

  it('ends with the series', async () => {
    await book('2027-01-05', 'FREQ=DAILY;COUNT=10');
    await book('2027-01-16', 'FREQ=WEEKLY;UNTIL=20270301T235959Z');
    const cancelled = await book('2027-01-21', 'FREQ=DAILY;INTERVAL=31');
    await mitte.owner.change(`appointments/${cancelled}/cancel`, 1).expect(200);
    expect(await app.rows('SELECT 1 FROM series_horizon WHERE tenant_id = $1', [mitte.tenant])).toEqual([]);
  });
});
