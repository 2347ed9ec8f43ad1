import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  ActorKind,
  AppointmentStatus,
  CapacityPolicy,
  Origin,
  Transparency,
  Visibility,
  type ApplyCommandRequest,
} from '@kalends/contracts';
import { at, booking, OVERLAPS, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

type Command = ApplyCommandRequest['command'];

const time = (utc: string) => ({
  value: { case: 'instant' as const, value: { at: timestampFromDate(new Date(`${utc}:00Z`)), zone: 'Europe/Berlin' } },
});

const content = (start: string, end: string, title = 'From Google') => ({
  title,
  start: time(start),
  end: time(end),
  transparency: Transparency.OPAQUE,
  visibility: Visibility.DEFAULT,
});

describe('SchedulingService by gRPC', () => {
  let app: SchedulingApp;
  let mitte: Salon;
  let chair: string;

  beforeAll(async () => {
    app = await SchedulingApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    mitte = await salon(app);
    [chair] = mitte.resources as [string];
  });

  const apply = (command: object, more: object = {}) =>
    app.rpc.applyCommand({
      tenantId: mitte.tenant,
      commandId: randomUUID(),
      origin: Origin.GOOGLE,
      actor: { kind: ActorKind.CALENDAR_LINK, id: 'link-1' },
      cause: { kind: 'google/event-moved', details: { eventId: 'e1', etag: '"5"' } },
      capacityPolicy: CapacityPolicy.OVERBOOK,
      command: command as Command,
      ...more,
    });

  const create = (id: string, start: string, end: string, more: object = {}) =>
    apply({ case: 'create', value: { appointmentId: id, resourceIds: [chair], content: content(start, end) } }, more);

  const move = (id: string, start: string, end: string) => ({
    case: 'move',
    value: { appointmentId: id, start: time(start), end: time(end) },
  });

  it('makes an appointment in the branch of its resource and tells where it came from', async () => {
    const id = randomUUID();
    const { result, replayed } = await create(id, '2027-03-01T08:00', '2027-03-01T09:00');
    expect(replayed).toBe(false);
    expect(result.case).toBe('applied');
    expect(result.value).toMatchObject({
      id,
      branchId: mitte.branch,
      version: 1,
      origin: Origin.GOOGLE,
      status: AppointmentStatus.CONFIRMED,
      content: { title: 'From Google' },
    });
    const { body } = await mitte.owner.get(`appointments/${id}/timeline`).expect(200);
    expect(body.entries).toMatchObject([
      {
        kind: 'created',
        origin: 'google',
        actor: { kind: 'calendar-link', id: 'link-1' },
        cause: { kind: 'google/event-moved', details: { eventId: 'e1', etag: '"5"' } },
      },
    ]);
  });

  it('answers a repeated command with its first answer, also when the appointment has changed since', async () => {
    const id = randomUUID();
    const commandId = 'google/cal/e1/"5"';
    const first = await create(id, '2027-03-01T08:00', '2027-03-01T09:00', { commandId });
    await apply(move(id, '2027-03-01T10:00', '2027-03-01T11:00'));
    const again = await create(id, '2027-03-01T08:00', '2027-03-01T09:00', { commandId });
    expect(again.replayed).toBe(true);
    expect(again.result).toEqual(first.result);
  });

  it('answers a stale expected_version with the current state and changes nothing', async () => {
    const id = randomUUID();
    await create(id, '2027-03-01T08:00', '2027-03-01T09:00');
    await apply(move(id, '2027-03-01T10:00', '2027-03-01T11:00'), { expectedVersion: 1 });
    const { result } = await apply(move(id, '2027-03-01T12:00', '2027-03-01T13:00'), { expectedVersion: 1 });
    expect(result.case).toBe('stale');
    expect(result.value).toMatchObject({ version: 2, content: { start: time('2027-03-01T10:00') } });
  });

  it('keeps what was moved outside onto taken time, flags it, and clears the flag when the time is free', async () => {
    await mitte.owner.post('appointments', booking([chair], '2027-03-01T10:00', 60)).expect(201);
    const [{ id: inTheWay }] = (await app.rows<{ id: string }>('SELECT id FROM appointment WHERE tenant_id = $1', [
      mitte.tenant,
    ])) as [{ id: string }];
    const id = randomUUID();
    await create(id, '2027-03-01T08:00', '2027-03-01T09:00');
    const moved = await apply(move(id, '2027-03-01T10:30', '2027-03-01T11:30'));
    expect(moved.result.value).toMatchObject({ overbooked: true, version: 2 });
    expect(await app.rows(OVERLAPS)).toEqual([]);

    // It holds no slot, and a change of its text in the planner does not have to solve that.
    await mitte.owner.post('appointments', booking([chair], '2027-03-01T11:00')).expect(201);
    await mitte.owner.patch(`appointments/${id}`, 2, { content: { title: 'Talked about' } }).expect(200);
    const later = { start: at('2027-03-01T10:15'), end: at('2027-03-01T11:15') };
    await mitte.owner.change(`appointments/${id}/move`, 3, later).expect(409);

    const [{ id: follower }] = (await app.rows<{ id: string }>(
      `SELECT id FROM appointment WHERE tenant_id = $1 AND id NOT IN ($2, $3)`,
      [mitte.tenant, id, inTheWay],
    )) as [{ id: string }];
    await mitte.owner.change(`appointments/${inTheWay}/cancel`, 1).expect(200);
    await mitte.owner.change(`appointments/${follower}/cancel`, 1).expect(200);
    const cleared = await mitte.owner.patch(`appointments/${id}`, 3, { content: { title: 'Free now' } }).expect(200);
    expect(cleared.body).toMatchObject({ overbooked: false, version: 4 });
    await mitte.owner.post('appointments', booking([chair], '2027-03-01T11:00')).expect(409);
  });

  it('takes over the fields that the mask names, and no others', async () => {
    const id = randomUUID();
    await create(id, '2027-03-01T08:00', '2027-03-01T09:00');
    const { result } = await apply({
      case: 'change',
      value: {
        appointmentId: id,
        content: content('2027-03-02T08:00', '2027-03-02T09:00', 'Renamed'),
        updateMask: { paths: ['content.title'] },
      },
    });
    expect(result.value).toMatchObject({ content: { title: 'Renamed', start: time('2027-03-01T08:00') } });
    const unknown = apply({ case: 'change', value: { appointmentId: id, updateMask: { paths: ['status'] } } });
    await expect(unknown).rejects.toMatchObject({ kind: 'invalid', code: 'command/mask' });
  });

  it('notes a conflict in the timeline and leaves the appointment as it is', async () => {
    const id = randomUUID();
    await create(id, '2027-03-01T08:00', '2027-03-01T09:00');
    const conflicts = [{ field: 'title', keptJson: '"A"', lostJson: '"B"', lostFrom: Origin.GOOGLE }];
    const { result } = await apply({ case: 'recordConflict', value: { appointmentId: id } }, { conflicts });
    expect(result.value).toMatchObject({ version: 1 });
    const { body } = await mitte.owner.get(`appointments/${id}/timeline`).expect(200);
    expect(body.entries[0]).toMatchObject({
      kind: 'conflict-recorded',
      version: 1,
      conflicts: [{ field: 'title', kept: 'A', lost: 'B', lostFrom: 'google' }],
    });
    expect(await app.rows('SELECT 1 FROM outbox WHERE aggregate_id = $1', [id])).toHaveLength(1);
  });

  it('S33: brings a cancelled appointment back under its own id', async () => {
    const id = randomUUID();
    await create(id, '2027-03-01T08:00', '2027-03-01T09:00');
    await apply({ case: 'cancel', value: { appointmentId: id, reason: 'deleted in Google' } });
    const { result } = await apply({ case: 'restore', value: { appointmentId: id } });
    expect(result.value).toMatchObject({ id, status: AppointmentStatus.CONFIRMED, version: 3 });
  });

  it("streams a resource's appointments in order of start, series once, without cancelled and past ones", async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n++) {
      const { body } = await mitte.owner.post('appointments', booking([chair], `2027-03-0${5 - n}T08:00`)).expect(201);
      made.unshift(body.id as string);
    }
    const weekly = booking([chair], '2027-02-01T12:00', 30, { recurrence: { rule: 'FREQ=WEEKLY' } });
    const series = (await mitte.owner.post('appointments', weekly).expect(201)).body.id as string;
    await mitte.owner.change(`appointments/${made[1]}/cancel`, 1).expect(200);
    const stream = app.rpc.streamResourceAppointments({
      tenantId: mitte.tenant,
      resourceId: chair,
      from: timestampFromDate(new Date('2027-03-01T09:00:00Z')),
    });
    const got: string[] = [];
    for await (const { appointment } of stream) got.push(appointment!.id);
    expect(got).toEqual([series, made[2], made[3], made[4]]);
  });

  it('streams across many pages without losing or doubling any', async () => {
    await app.rows(
      `INSERT INTO appointment SELECT tenant_id, gen_random_uuid(), branch_id, resource_ids, '{}', NULL, 'confirmed', content, 0, 0, false, 1,
              'planner', starts_at, ends_at, now(), now()
         FROM (SELECT $1::uuid AS tenant_id, $2::uuid AS branch_id, ARRAY[$3::uuid] AS resource_ids, $4::jsonb AS content,
                 '2027-05-01'::timestamptz + (n / 3) * interval '1 hour' AS starts_at, '2029-01-01'::timestamptz AS ends_at
               FROM generate_series(1, 650) AS n) AS made`,
      [
        mitte.tenant,
        mitte.branch,
        chair,
        {
          ...{ title: '', description: '', location: '', start: at('2027-05-01T00:00'), end: at('2027-05-01T01:00') },
          ...{ transparency: 'opaque', visibility: 'default', recurrence: null, overrides: [] },
        },
      ],
    );
    await app.rows(
      `INSERT INTO allocation (tenant_id, appointment_id, occurrence, resource_id, starts_at, ends_at, taken_from, taken_until, overbooked)
       SELECT tenant_id, id, '', resource_ids[1], starts_at, ends_at, starts_at, ends_at, false FROM appointment WHERE tenant_id = $1`,
      [mitte.tenant],
    );
    const got = new Set<string>();
    let count = 0;
    const from = timestampFromDate(new Date('2027-01-01T00:00:00Z'));
    for await (const { appointment } of app.rpc.streamResourceAppointments({
      tenantId: mitte.tenant,
      resourceId: chair,
      from,
    })) {
      got.add(appointment!.id);
      count++;
    }
    expect([count, got.size]).toEqual([650, 650]);
  });

  it('tells a resource with its branch', async () => {
    const { resource, branch } = await app.rpc.getResource({ tenantId: mitte.tenant, resourceId: chair });
    expect(resource).toMatchObject({ id: chair, designation: 'Chair 1', deleted: false });
    expect(branch).toMatchObject({ id: mitte.branch, timeZone: 'Europe/Berlin', googleSyncEnabled: false });
  });

  it("I8: knows nothing of another tenant's appointment or resource", async () => {
    const id = randomUUID();
    await create(id, '2027-03-01T08:00', '2027-03-01T09:00');
    const tenantId = (await salon(app)).tenant;
    await expect(app.rpc.getAppointment({ tenantId, appointmentId: id })).rejects.toMatchObject({ kind: 'not-found' });
    await expect(app.rpc.getResource({ tenantId, resourceId: chair })).rejects.toMatchObject({ kind: 'not-found' });
    const foreign = apply({ case: 'cancel', value: { appointmentId: id } }, { tenantId });
    await expect(foreign).rejects.toMatchObject({ kind: 'not-found', code: 'appointment/unknown' });
  });

  it('refuses what it can not understand, and says so', async () => {
    const id = randomUUID();
    const bad: [object, object][] = [
      [{ case: undefined }, {}],
      [{ case: 'cancel', value: { appointmentId: 'x' } }, {}],
      [{ case: 'create', value: { appointmentId: id, resourceIds: [chair] } }, {}],
      [{ case: 'create', value: { appointmentId: id, content: content('2027-03-01T08:00', '2027-03-01T09:00') } }, {}],
      [{ case: 'cancel', value: { appointmentId: id } }, { commandId: '' }],
      [{ case: 'cancel', value: { appointmentId: id } }, { actor: undefined }],
      [{ case: 'cancel', value: { appointmentId: id } }, { tenantId: 'nobody' }],
      [{ case: 'recordConflict', value: { appointmentId: id } }, { conflicts: [{ field: 'title', keptJson: '{' }] }],
    ];
    for (const [command, more] of bad) await expect(apply(command, more)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
