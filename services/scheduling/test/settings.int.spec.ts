import { randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { BranchChangedSchema, ResourceChangedSchema } from '@kalends/contracts';
import { booking, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

describe('Branches, resources, people and templates', () => {
  let app: SchedulingApp;
  let mitte: Salon;

  beforeAll(async () => {
    app = await SchedulingApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    mitte = await salon(app);
  });

  const eventsOf = async (id: string) =>
    app.rows<{ version: number; payload: Buffer; topic: string }>(
      'SELECT version, payload, topic FROM outbox WHERE aggregate_id = $1 AND tenant_id = $2 ORDER BY version',
      [id, mitte.tenant],
    );

  it("changes a branch's settings with If-Match and tells it", async () => {
    const changed = await mitte.owner.patch(`branches/${mitte.branch}`, 1, { googleSyncEnabled: true }).expect(200);
    expect(changed.headers.etag).toBe('"2"');
    expect(changed.body).toMatchObject({ googleSyncEnabled: true, name: 'Mitte', version: 2 });
    const stale = await mitte.owner.patch(`branches/${mitte.branch}`, 1, { name: 'Other' }).expect(412);
    expect(stale.body.current).toMatchObject({ version: 2 });
    await mitte.owner.patch(`branches/${mitte.branch}`, null, { name: 'Other' }).expect(428);
    await mitte.owner.patch(`branches/${mitte.branch}`, 2, { timeZone: 'Mars/Olympus' }).expect(422);
    const events = await eventsOf(mitte.branch);
    expect(events.map(({ version }) => version)).toEqual([1, 2]);
    expect(fromBinary(BranchChangedSchema, events[1]!.payload)).toMatchObject({
      changedFields: ['google_sync_enabled'],
      branch: { id: mitte.branch, googleSyncEnabled: true, version: 2 },
    });
  });

  it('keeps every field of a resource, and tells its changes', async () => {
    const employee = (await mitte.owner.post('employees', { name: 'Anna Berg', branchId: mitte.branch }).expect(201))
      .body;
    const given = {
      branchId: mitte.branch,
      designation: 'Anna Berg',
      visibleInAllBranches: true,
      visible: true,
      color: '#1c7ed6',
      description: 'Colours',
      employeeId: employee.id,
      isLocation: false,
      stepMinutes: 15,
      capacity: 2,
      waitingList: true,
      reminderMinutes: 20,
      warnOutsideAvailability: false,
      calendarSyncAllowed: true,
      onlineBookingAllowed: true,
    };
    const made = await mitte.owner.post('resources', given).expect(201);
    expect(made.body).toEqual({ id: made.body.id, ...given, version: 1 });
    await mitte.owner.patch(`resources/${made.body.id}`, 1, { stepMinutes: 20 }).expect(200);
    const [, event] = await eventsOf(made.body.id as string);
    expect(fromBinary(ResourceChangedSchema, event!.payload)).toMatchObject({
      changedFields: ['step_minutes'],
      resource: { stepMinutes: 20, employeeId: employee.id, version: 2 },
    });
  });

  it('finds resources by designation and branch, the invisible ones on demand', async () => {
    const [first] = mitte.resources;
    await mitte.owner.patch(`resources/${first}`, 1, { visible: false, designation: '100% Chair' }).expect(200);
    const found = async (query: string): Promise<string[]> =>
      (await mitte.owner.get(`resources?${query}`).expect(200)).body.map(
        ({ designation }: { designation: string }) => designation,
      );
    expect(await found(`branch=${mitte.branch}`)).toEqual(['Chair 2']);
    expect(await found('q=chair&showInvisible=true')).toEqual(['100% Chair', 'Chair 2']);
    expect(await found('q=0%25&showInvisible=true')).toEqual(['100% Chair']);
    expect(await found(`branch=${randomUUID()}`)).toEqual([]);
  });

  it('refuses to delete a resource with future appointments, in a sentence, and deletes it when they are gone', async () => {
    const [chair] = mitte.resources;
    const { id } = (await mitte.owner.post('appointments', booking([chair!], '2027-03-01T08:00')).expect(201)).body;
    const refused = await mitte.owner.delete(`resources/${chair}`, 1).expect(409);
    expect(refused.body).toMatchObject({
      code: 'resource/has-appointments',
      detail: '1 future appointments use this resource; move or cancel them first.',
    });
    await mitte.owner.change(`appointments/${id}/cancel`, 1).expect(200);
    await mitte.owner.delete(`resources/${chair}`, 1).expect(204);
    await mitte.owner.get(`resources/${chair}`).expect(404);
    await mitte.owner.post('appointments', booking([chair!], '2027-03-01T08:00')).expect(404);
    expect(fromBinary(ResourceChangedSchema, (await eventsOf(chair!))[1]!.payload).resource).toMatchObject({
      deleted: true,
    });
  });

  it('refuses a capacity below what is booked at one time', async () => {
    const { owner, resources } = await salon(app, { resources: 1, capacity: 2 });
    await owner.post('appointments', booking(resources, '2027-03-01T08:00')).expect(201);
    await owner.post('appointments', booking(resources, '2027-03-01T08:00')).expect(201);
    expect((await owner.patch(`resources/${resources[0]}`, 1, { capacity: 1 }).expect(409)).body.code).toBe(
      'resource/capacity-in-use',
    );
  });

  it('keeps employees, customers and templates, found by name', async () => {
    await mitte.owner.post('customers', { name: 'Mia Sommer', phone: '+49 30 1' }).expect(201);
    await mitte.owner.post('customers', { name: 'Karl Brandt' }).expect(201);
    expect((await mitte.owner.get('customers?q=MIA').expect(200)).body).toMatchObject([
      { name: 'Mia Sommer', email: '' },
    ]);
    await mitte.owner.post('templates', { designation: 'Eye test', durationMinutes: 30 }).expect(201);
    expect((await mitte.owner.get('templates').expect(200)).body).toMatchObject([
      { designation: 'Eye test', bufferAfterMinutes: 0 },
    ]);
    await mitte.owner.post('employees', { name: 'Anna Berg' }).expect(201);
    expect((await mitte.owner.get('employees').expect(200)).body).toMatchObject([
      { name: 'Anna Berg', branchId: null },
    ]);
  });

  it('makes nothing twice under one id', async () => {
    for (const path of ['customers', 'employees']) {
      const id = randomUUID();
      await mitte.owner.post(path, { id, name: 'A' }).expect(201);
      await mitte.owner.post(path, { id, name: 'B' }).expect(409);
    }
    await mitte.owner.post('branches', { id: mitte.branch, name: 'B', timeZone: 'UTC' }).expect(409);
    const template = { id: randomUUID(), designation: 'T', durationMinutes: 5 };
    await mitte.owner.post('templates', template).expect(201);
    await mitte.owner.post('templates', template).expect(409);
  });
});
