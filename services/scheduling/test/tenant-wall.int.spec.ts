import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import { openApi } from '../src/openapi';
import { at, booking, salon, type Salon } from './salon';
import { type Caller, SchedulingApp } from './scheduling-app';

type Call = (who: Caller) => Test;

describe('The tenant wall', () => {
  let app: SchedulingApp;
  let ours: Salon;
  let appointment: string;
  let stranger: Caller;
  let routes: Record<string, Call>;

  beforeAll(async () => {
    app = await SchedulingApp.start();
    ours = await salon(app);
    await ours.owner.post('customers', { name: 'Mia Sommer' }).expect(201);
    appointment = (await ours.owner.post('appointments', booking(ours.resources, '2027-03-01T08:00')).expect(201)).body
      .id;
    stranger = (await salon(app)).owner;
    const [resource] = ours.resources;
    const times = { start: at('2027-03-01T09:00'), end: at('2027-03-01T09:30') };
    routes = {
      'get branches/{id}': (who) => who.get(`branches/${ours.branch}`),
      'patch branches/{id}': (who) => who.patch(`branches/${ours.branch}`, 1, { name: 'Ours' }),
      'get branches/{id}/day': (who) => who.get(`branches/${ours.branch}/day?date=2027-03-01`),
      'get resources/{id}': (who) => who.get(`resources/${resource}`),
      'patch resources/{id}': (who) => who.patch(`resources/${resource}`, 1, { visible: false }),
      'delete resources/{id}': (who) => who.delete(`resources/${resource}`, 1),
      'post resources': (who) => who.post('resources', { branchId: ours.branch, designation: 'Spy' }),
      'post employees': (who) => who.post('employees', { name: 'Spy', branchId: ours.branch }),
      'post appointments': (who) => who.post('appointments', booking(ours.resources, '2027-03-02T08:00')),
      'get appointments/{id}': (who) => who.get(`appointments/${appointment}`),
      'patch appointments/{id}': (who) => who.patch(`appointments/${appointment}`, 1, { content: { title: 'Ours' } }),
      'post appointments/{id}/move': (who) => who.change(`appointments/${appointment}/move`, 1, times),
      'post appointments/{id}/cancel': (who) => who.change(`appointments/${appointment}/cancel`, 1),
      'post appointments/{id}/complete': (who) => who.change(`appointments/${appointment}/complete`, 1),
      'post appointments/{id}/restore': (who) => who.change(`appointments/${appointment}/restore`, 1),
      'get appointments/{id}/timeline': (who) => who.get(`appointments/${appointment}/timeline`),
    };
  });
  afterAll(() => app.stop());

  /** These name nothing of another tenant: they list one's own, or make something of one's own. */
  const ownOnly = [
    'get branches',
    'get resources',
    'get employees',
    'get customers',
    'get templates',
    'post branches',
    'post customers',
    'post templates',
  ];

  it('is tried on every route that there is', async () => {
    const { paths } = await openApi();
    const all = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace('/api/scheduling/', '')}`),
    );
    expect([...Object.keys(routes), ...ownOnly].sort()).toEqual(all.sort());
  });

  it('I8: answers a stranger as if nothing were there, the same as for an id that never was', async () => {
    const known = [appointment, ours.branch, ...ours.resources];
    for (const [name, call] of Object.entries(routes)) {
      const answer = await call(stranger);
      expect({ name, status: answer.status }).toEqual({ name, status: 404 });
      expect(answer.body.code).toMatch(/^(branch|resource|appointment)\/unknown$/);
      expect(known.some((id) => JSON.stringify(answer.body).includes(id))).toBe(false);
    }
    const { status, body } = await stranger.get(`appointments/${randomUUID()}`);
    const { traceId: _, ...hidden } = (await stranger.get(`appointments/${appointment}`)).body;
    const { traceId: __, ...missing } = body;
    expect({ status, hidden }).toEqual({ status: 404, hidden: missing });
  });

  it('I8: lists nothing of others, and nothing of ours was touched', async () => {
    for (const list of ['branches', 'resources', 'employees', 'customers', 'templates']) {
      const { body } = await stranger.get(list).expect(200);
      expect(JSON.stringify(body)).not.toMatch(new RegExp([ours.branch, ...ours.resources, 'Mia Sommer'].join('|')));
    }
    const { body } = await ours.owner.get(`appointments/${appointment}`).expect(200);
    expect(body).toMatchObject({ version: 1, content: { title: 'Cut' } });
  });

  it('I8: holds in the database for a query that forgets the tenant', async () => {
    const rows = await app.database.dataSource.query('SELECT * FROM appointment');
    expect(rows).toEqual([]);
    const inserted = app.database.dataSource.query(
      `INSERT INTO tenant (tenant_id) VALUES ('01928c8e-0000-7000-8000-000000000001')`,
    );
    await expect(inserted).rejects.toThrow(/row-level security/);
  });

  it('lets the same id live in two tenants', async () => {
    await stranger.post('branches', { id: ours.branch, name: 'Theirs', timeZone: 'Europe/Vienna' }).expect(201);
    expect((await ours.owner.get(`branches/${ours.branch}`)).body.name).toBe('Mitte');
  });

  it('keeps roles within their branch', async () => {
    const north = randomUUID();
    await ours.owner.post('branches', { id: north, name: 'Nord', timeZone: 'Europe/Berlin' }).expect(201);
    const own = await app.caller(ours.tenant, [{ role: 'receptionist', branch: ours.branch }]);
    const other = await app.caller(ours.tenant, [{ role: 'receptionist', branch: north }]);
    const employee = await app.caller(ours.tenant, [{ role: 'employee', branch: ours.branch }]);
    await own.get(`branches/${ours.branch}/day?date=2027-03-01`).expect(200);
    await own.patch(`branches/${ours.branch}`, 1, { name: 'X' }).expect(403);
    await other.get(`appointments/${appointment}`).expect(403);
    await other.get(`appointments/${appointment}/timeline`).expect(403);
    await other.get(`branches/${ours.branch}/day?date=2027-03-01`).expect(403);
    await other.change(`appointments/${appointment}/cancel`, 1).expect(403);
    await other.post('appointments', booking(ours.resources, '2027-03-03T08:00')).expect(403);
    await employee.get(`appointments/${appointment}`).expect(200);
    await employee.change(`appointments/${appointment}/cancel`, 1).expect(403);
    await employee.get('customers').expect(403);
    expect((await other.get('branches').expect(200)).body).toMatchObject([{ id: north }]);
    expect((await other.get('resources').expect(200)).body).toEqual([]);
    await own.change(`appointments/${appointment}/complete`, 1).expect(200);
  });
});
