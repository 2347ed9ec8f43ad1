import { randomUUID } from 'node:crypto';
import { at, booking, OVERLAPS, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

describe('Appointments over REST', () => {
  let app: SchedulingApp;
  let mitte: Salon;

  beforeAll(async () => {
    app = await SchedulingApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    mitte = await salon(app);
  });

  const booked = async (body: object) => (await mitte.owner.post('appointments', body).expect(201)).body;

  it('makes an appointment and tells it as it is', async () => {
    const made = await mitte.owner.post('appointments', booking(mitte.resources, '2027-03-01T08:00')).expect(201);
    expect(made.headers.etag).toBe('"1"');
    expect(made.body).toMatchObject({
      branchId: mitte.branch,
      resourceIds: mitte.resources,
      status: 'confirmed',
      overbooked: false,
      version: 1,
      origin: 'planner',
      content: { title: 'Cut', start: at('2027-03-01T08:00'), recurrence: null },
    });
    const read = await mitte.owner.get(`appointments/${made.body.id}`).expect(200);
    expect(read.body).toEqual(made.body);
  });

  it('refuses a taken slot and says only what the caller asked for', async () => {
    const [chair] = mitte.resources;
    const first = await booked(booking([chair!], '2027-03-01T08:00'));
    const refused = await mitte.owner.post('appointments', booking([chair!], '2027-03-01T08:15')).expect(409);
    expect(refused.body).toMatchObject({
      code: 'appointment/slot-taken',
      collisions: [{ resourceId: chair, start: '2027-03-01T08:15:00.000Z', end: '2027-03-01T08:45:00.000Z' }],
    });
    expect(JSON.stringify(refused.body)).not.toContain(first.id);
  });

  it('moves, completes, cancels and brings back, each as one version', async () => {
    const { id } = await booked(booking(mitte.resources, '2027-03-01T08:00'));
    const change = (path: string, version: number, body: object) =>
      mitte.owner.change(`appointments/${id}/${path}`, version, body).expect(200);
    const move = { start: at('2027-03-01T10:00'), end: at('2027-03-01T10:45') };
    expect((await change('move', 1, move)).body).toMatchObject({ version: 2, content: move });
    expect((await change('complete', 2, { noShow: true })).body).toMatchObject({ version: 3, status: 'no-show' });
    expect((await change('cancel', 3, { reason: 'ill' })).body).toMatchObject({ version: 4, status: 'cancelled' });
    expect((await change('restore', 4, {})).body).toMatchObject({ version: 5, status: 'confirmed' });
    expect((await change('restore', 5, { version: 1 })).body).toMatchObject({
      version: 6,
      content: { start: at('2027-03-01T08:00') },
    });
    const { body } = await mitte.owner.get(`appointments/${id}/timeline`).expect(200);
    expect(body.entries.map(({ kind, version }: { kind: string; version: number }) => `${version} ${kind}`)).toEqual([
      '6 restored',
      '5 restored',
      '4 cancelled',
      '3 completed',
      '2 moved',
      '1 created',
    ]);
    expect(body.entries[2]).toMatchObject({
      actor: { kind: 'user' },
      origin: 'planner',
      cause: { details: { reason: 'ill' } },
    });
    expect(body.entries[4].fields).toContainEqual({
      field: 'content.start',
      before: at('2027-03-01T08:00'),
      after: at('2027-03-01T10:00'),
    });
  });

  it('answers a change without If-Match with 428 and a stale one with 412 and the current state', async () => {
    const { id } = await booked(booking(mitte.resources, '2027-03-01T08:00'));
    await mitte.owner.post(`appointments/${id}/cancel`).expect(428);
    await mitte.owner.patch(`appointments/${id}`, 1, { content: { title: 'Colour' } }).expect(200);
    const stale = await mitte.owner.change(`appointments/${id}/cancel`, 1).expect(412);
    expect(stale.body).toMatchObject({
      code: 'appointment/stale',
      current: { id, version: 2, content: { title: 'Colour' } },
    });
    expect(stale.body.current).not.toHaveProperty('tenantId');
  });

  it('makes no version of a change that changes nothing', async () => {
    const { id } = await booked(booking(mitte.resources, '2027-03-01T08:00'));
    const same = await mitte.owner.patch(`appointments/${id}`, 1, { content: { title: ' Cut ' } }).expect(200);
    expect(same.body.version).toBe(1);
    expect(await app.rows('SELECT 1 FROM outbox WHERE aggregate_id = $1', [id])).toHaveLength(1);
  });

  it('S19: keeps a weekly 09:00 in Berlin at 09:00 over both changes of the clocks', async () => {
    const [chair] = mitte.resources;
    const { id } = await booked({
      resourceIds: [chair],
      content: {
        title: 'Weekly',
        start: at('2027-03-22T08:00'),
        end: at('2027-03-22T09:00'),
        recurrence: { rule: 'FREQ=WEEKLY;COUNT=40' },
      },
    });
    const startOn = async (date: string): Promise<string[]> => {
      const { body } = await mitte.owner.get(`branches/${mitte.branch}/day?date=${date}`).expect(200);
      return body.items
        .filter((item: { appointmentId: string }) => item.appointmentId === id)
        .map((item: { start: string }) => item.start);
    };
    expect(await startOn('2027-03-22')).toEqual(['2027-03-22T08:00:00.000Z']);
    expect(await startOn('2027-03-29')).toEqual(['2027-03-29T07:00:00.000Z']);
    expect(await startOn('2027-10-25')).toEqual(['2027-10-25T07:00:00.000Z']);
    expect(await startOn('2027-11-01')).toEqual(['2027-11-01T08:00:00.000Z']);
  });

  it('moves and cancels one occurrence of a series, and the freed time can be booked', async () => {
    const [chair] = mitte.resources;
    const weekly = { title: 'Weekly', recurrence: { rule: 'FREQ=WEEKLY' } };
    const { id } = await booked(booking([chair!], '2027-03-01T08:00', 60, weekly));
    await mitte.owner.post('appointments', booking([chair!], '2027-03-08T08:30')).expect(409);
    const moved = { recurrenceId: at('2027-03-08T08:00'), start: at('2027-03-08T12:00'), end: at('2027-03-08T13:00') };
    await mitte.owner.change(`appointments/${id}/move`, 1, moved).expect(200);
    await mitte.owner.change(`appointments/${id}/cancel`, 2, { recurrenceId: at('2027-03-15T08:00') }).expect(200);
    await mitte.owner.post('appointments', booking([chair!], '2027-03-08T08:30')).expect(201);
    await mitte.owner.post('appointments', booking([chair!], '2027-03-15T08:30')).expect(201);
    await mitte.owner.post('appointments', booking([chair!], '2027-03-08T12:30')).expect(409);
    const wrong = await mitte.owner.change(`appointments/${id}/cancel`, 3, { recurrenceId: at('2027-03-16T08:00') });
    expect(wrong.status).toBe(422);
  });

  it('shares a resource up to its capacity', async () => {
    const { owner, resources } = await salon(app, { resources: 1, capacity: 2 });
    const body = booking(resources, '2027-03-01T08:00');
    await owner.post('appointments', body).expect(201);
    await owner.post('appointments', body).expect(201);
    await owner.post('appointments', body).expect(409);
  });

  it('finds room for what fits, however the lanes were filled before', async () => {
    const { owner, resources } = await salon(app, { resources: 1, capacity: 2 });
    const post = async (utc: string, minutes: number, status = 201) =>
      (await owner.post('appointments', booking(resources, utc, minutes)).expect(status)).body;
    const first = await post('2027-03-01T09:00', 60);
    const second = await post('2027-03-01T09:00', 60);
    await owner.change(`appointments/${first.id}/cancel`, 1).expect(200);
    await post('2027-03-01T08:00', 60);
    // One lane is taken from 8 to 9 and the other from 9 to 10: at each moment there is room for one more.
    await post('2027-03-01T08:00', 120);
    await post('2027-03-01T08:30', 30, 409);
    expect((await owner.get(`appointments/${second.id}`).expect(200)).body).toMatchObject({
      version: 1,
      overbooked: false,
    });
    expect(await app.rows(OVERLAPS)).toEqual([]);
  });

  it('counts buffers as taken and free time as not', async () => {
    const [chair] = mitte.resources;
    await booked({ ...booking([chair!], '2027-03-01T08:00'), bufferAfterMinutes: 15 });
    await mitte.owner.post('appointments', booking([chair!], '2027-03-01T08:40')).expect(409);
    await mitte.owner
      .post('appointments', booking([chair!], '2027-03-01T08:40', 30, { transparency: 'transparent' }))
      .expect(201);
    await mitte.owner.post('appointments', booking([chair!], '2027-03-01T08:45')).expect(201);
  });

  it('refuses to book a resource that does not exist, or one of another branch', async () => {
    await mitte.owner.post('appointments', booking([randomUUID()], '2027-03-01T08:00')).expect(404);
    const other = randomUUID();
    await mitte.owner.post('branches', { id: other, name: 'Nord', timeZone: 'Europe/Berlin' }).expect(201);
    const body = { ...booking(mitte.resources, '2027-03-01T08:00'), branchId: other };
    expect((await mitte.owner.post('appointments', body).expect(422)).body.code).toBe('resource/other-branch');
  });
});
