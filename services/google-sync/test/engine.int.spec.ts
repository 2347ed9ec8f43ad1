import { silentLog } from '@kalends/kernel';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { testDatabase, type TestDatabase } from '@kalends/testing';
import { startEmulator, type RunningEmulator } from '@kalends/google-emulator';
import { GoogleapisCalendar } from '../src/google/infra/googleapis-calendar';
import { postgresSyncTx } from '../src/postgres-sync-tx';
import { eventIdOf } from '../src/reconcile/domain/event-from-content';
import { appointment, at } from './memory/contents';
import { resourceId, tenantId, World } from './memory/world';

const quiet = { work: () => {}, jobs: () => {}, outbox: () => {} };
const hour = (start: string, end: string) => ({ start: { dateTime: start }, end: { dateTime: end } });

describe('the engine on Postgres and on Google’s own client', () => {
  let database: TestDatabase;
  let emulator: RunningEmulator;
  let world: World;

  beforeEach(async () => {
    database = await testDatabase('google-sync');
    emulator = await startEmulator({
      port: 0,
      clock: { now: () => world?.time.getTime() ?? 0 },
      seed: { clients: [], accounts: [] },
    });
    world = new World({
      unitOfWork: new PostgresUnitOfWork(database.dataSource, postgresSyncTx(quiet), { log: silentLog }),
      emulator: emulator.core,
      google: new GoogleapisCalendar(emulator.url),
      pushAddress: null,
    });
  });
  afterEach(async () => {
    await emulator.close();
    await database.drop();
  });

  it('exports, follows changes of both sides, and comes to rest', async () => {
    const ids = Array.from({ length: 20 }, () => world.uuid());
    for (const id of ids) world.scheduling.put(id, appointment(), [resourceId]);
    await world.linked();
    expect(await world.currentLink()).toMatchObject({ state: 'live', toExport: 20 });
    expect(world.events()).toHaveLength(20);

    const [moved, deleted, renamed, both] = ids as [string, string, string, string];
    world.person('patch', eventIdOf(moved), hour('2026-11-23T15:00:00Z', '2026-11-23T16:00:00Z'));
    world.person('delete', eventIdOf(deleted));
    world.person('insert', null, { summary: 'Own', ...hour('2026-11-23T15:00:00Z', '2026-11-23T16:00:00Z') });
    world.scheduling.change(renamed, { title: 'Renamed', description: 'a < b & c' });
    world.person('patch', eventIdOf(both), { location: 'Room 1' });
    world.scheduling.change(both, { start: at('2026-11-24T09:00:00Z'), end: at('2026-11-24T10:00:00Z') });
    await world.push();
    await world.pass(10_000, 5_000);

    expect(world.scheduling.appointments.get(moved)!.content.start).toEqual(at('2026-11-23T15:00:00Z'));
    expect(world.scheduling.appointments.get(deleted)!.cancelled).toBe(true);
    expect([...world.scheduling.appointments.values()].map(({ content }) => content.title)).toContain('Own');
    expect(world.person('get', eventIdOf(renamed))).toMatchObject({ summary: 'Renamed' });
    expect(world.person('get', eventIdOf(both))).toMatchObject({
      location: 'Room 1',
      start: { dateTime: '2026-11-24T10:00:00+01:00' },
    });
    const writes = world.writes();
    await world.push();
    await world.pass(600_000, 100_000);
    expect(world.writes()).toBe(writes);
    expect(await world.unitOfWork.run(tenantId, (tx) => tx.work.pending(world.link.id))).toMatchObject({ all: 0 });
  });

  it('S55: leaves nothing behind of a transaction that fails', async () => {
    await world.linked();
    const failing = world.unitOfWork.run(tenantId, async (tx) => {
      await tx.links.remember(world.link.id, { syncToken: null });
      throw new Error('after the fact');
    });
    await expect(failing).rejects.toThrow('after the fact');
    expect((await world.currentLink()).syncToken).not.toBeNull();
  });
});
