import { DomainError, type Log } from '@kalends/kernel';
import { scratchDatabase, type ScratchDatabase } from '@kalends/testing';
import { createDataSource, onConstraint, PostgresUnitOfWork, SqlError, type SqlSession } from '../src';
import { Notes1700000000100 } from './notes-migration';
import { SilentProxy } from './silent-proxy';

const ann = '018f0000-0000-7000-8000-00000000000a';
const bob = '018f0000-0000-7000-8000-00000000000b';

let database: ScratchDatabase;
let unitOfWork: PostgresUnitOfWork<SqlSession>;
const logged: string[] = [];
const log: Log = {
  info: (event) => void logged.push(event),
  warn: (event) => void logged.push(event),
  error: (event) => void logged.push(event),
};

const write = (tenant: string, id: number, text: string): Promise<unknown> =>
  unitOfWork.run(tenant, (tx) => tx.query('INSERT INTO note VALUES ($1, $2, $3)', [tenant, id, text]));
const notesOf = (tenant: string): Promise<{ id: number; text: string }[]> =>
  unitOfWork.run(tenant, (tx) => tx.query('SELECT id, text FROM note ORDER BY id'));

beforeAll(async () => {
  database = await scratchDatabase(Notes1700000000100);
  unitOfWork = new PostgresUnitOfWork(database.dataSource, (session) => session, { log });
});
afterAll(() => database.drop());
beforeEach(async () => {
  logged.length = 0;
  for (const tenant of [ann, bob]) {
    await unitOfWork.run(tenant, async (tx) => {
      await tx.query('DELETE FROM note');
      await tx.query('DELETE FROM job');
    });
  }
});

describe('the tenant wall', () => {
  it('shows a forgetful query the rows of its tenant alone', async () => {
    await write(ann, 1, "Ann's");
    await write(bob, 1, "Bob's");
    expect(await notesOf(ann)).toEqual([{ id: 1, text: "Ann's" }]);
    const changed = await unitOfWork.run(bob, (tx) => tx.query(`UPDATE note SET text = 'mine' RETURNING tenant_id`));
    expect(changed).toEqual([{ tenant_id: bob }]);
    expect(await notesOf(ann)).toEqual([{ id: 1, text: "Ann's" }]);
  });

  it("refuses to write another tenant's row", async () => {
    await expect(
      unitOfWork.run(ann, (tx) => tx.query('INSERT INTO note VALUES ($1, 1, $2)', [bob, 'planted'])),
    ).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('shows nothing outside a unit of work, also after one has used the connection', async () => {
    await write(ann, 1, "Ann's");
    expect(await database.dataSource.query('SELECT * FROM note')).toEqual([]);
  });

  it('shows workers the queues of all tenants, and none of the tenants own rows', async () => {
    await write(ann, 1, "Ann's");
    for (const tenant of [ann, bob])
      await unitOfWork.run(tenant, (tx) => tx.query('INSERT INTO job VALUES ($1, 7)', [tenant]));
    expect(await unitOfWork.run(ann, (tx) => tx.query('SELECT tenant_id FROM job'))).toEqual([{ tenant_id: ann }]);
    const [jobs, notes] = await unitOfWork.runAcrossTenants(async (tx) => [
      await tx.query('SELECT tenant_id FROM job ORDER BY tenant_id'),
      await tx.query('SELECT * FROM note'),
    ]);
    expect(jobs).toEqual([{ tenant_id: ann }, { tenant_id: bob }]);
    expect(notes).toEqual([]);
  });

  it('takes nothing but a UUID for a tenant', async () => {
    await expect(unitOfWork.run(`${ann}'; DROP TABLE note; --`, (tx) => tx.query('SELECT 1'))).rejects.toMatchObject({
      kind: 'invalid',
    });
  });
});

describe('a unit of work', () => {
  it('leaves nothing behind when the work throws', async () => {
    const attempt = unitOfWork.run(ann, async (tx) => {
      await tx.query('INSERT INTO note VALUES ($1, 1, $2)', [ann, 'half']);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await notesOf(ann)).toEqual([]);
  });

  it('fails rather than to report a commit that Postgres turned into a rollback', async () => {
    const attempt = unitOfWork.run(ann, async (tx) => {
      await tx.query('INSERT INTO note VALUES ($1, 1, $2)', [ann, 'lost']);
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(attempt).rejects.toThrow(/rolled back/);
    expect(await notesOf(ann)).toEqual([]);
  });

  it('runs hooks after the commit only, and outlives one that throws', async () => {
    const told: string[] = [];
    await unitOfWork.run(ann, async (tx) => {
      tx.afterCommit(() => {
        throw new Error('nobody listens');
      });
      tx.afterCommit(() => void told.push('committed'));
      await tx.query('SELECT 1');
      expect(told).toEqual([]);
    });
    await unitOfWork
      .run(ann, (tx) => {
        tx.afterCommit(() => void told.push('never'));
        return Promise.reject(new Error('no'));
      })
      .catch(() => undefined);
    expect(told).toEqual(['committed']);
    expect(logged).toEqual(['after-commit.failed']);
  });

  it('gives a repository the same transaction, not one of its own', async () => {
    await unitOfWork
      .run(ann, async (tx) => {
        await tx.manager.transaction((inner) => inner.query('INSERT INTO note VALUES ($1, 1, $2)', [ann, 'inner']));
        throw new Error('outer fails');
      })
      .catch(() => undefined);
    expect(await notesOf(ann)).toEqual([]);
  });

  it('refuses a query that comes after its end', async () => {
    const session = await unitOfWork.run(ann, (tx) => Promise.resolve(tx));
    await expect(session.query('SELECT 1')).rejects.toThrow(/after its transaction had ended/);
  });

  it('translates a broken constraint and tells nothing of the row it collided with', async () => {
    await write(ann, 1, 'secret text');
    const collide = (tx: SqlSession): Promise<unknown> =>
      tx.query('INSERT INTO note VALUES ($1, 2, $2)', [ann, 'secret text']);
    const raw: unknown = await unitOfWork.run(ann, collide).catch((error: unknown) => error);
    expect(raw).toBeInstanceOf(SqlError);
    expect(raw).toMatchObject({ code: '23505', constraint: 'note_one_text' });
    expect(JSON.stringify(raw, Object.getOwnPropertyNames(raw))).not.toContain('secret text');
    const translated = unitOfWork.run(ann, (tx) =>
      onConstraint(collide(tx), {
        note_one_text: () => new DomainError('conflict', 'note/exists', 'There is such a note.'),
      }),
    );
    await expect(translated).rejects.toMatchObject({ code: 'note/exists' });
  });

  it('repeats deadlocked transactions until both are through', async () => {
    await write(ann, 1, 'a');
    await write(ann, 2, 'b');
    let waiting = 0;
    let bothHoldOne: () => void = () => {};
    const together = new Promise<void>((resolve) => (bothHoldOne = resolve));
    const append = (first: number, second: number): Promise<void> =>
      unitOfWork.run(ann, async (tx) => {
        await tx.query(`UPDATE note SET text = text || '!' WHERE id = $1`, [first]);
        waiting += 1;
        if (waiting >= 2) bothHoldOne();
        await together;
        await tx.query(`UPDATE note SET text = text || '?' WHERE id = $1`, [second]);
      });
    await Promise.all([append(1, 2), append(2, 1)]);
    expect(logged).toContain('transaction.repeated');
    expect((await notesOf(ann)).map(({ text }) => text.length)).toEqual([3, 3]);
  });
});

describe('R18 in small: a Postgres that is frozen', () => {
  let proxy: SilentProxy;
  beforeEach(async () => (proxy = await SilentProxy.before(database.url)));
  afterEach(() => proxy.close());

  it('is answered for within 5 s, for all who wait, and serves again at once when it thaws', async () => {
    const dataSource = await createDataSource({ url: proxy.url, schema: 'probe', poolSize: 2 }).initialize();
    const frozen = new PostgresUnitOfWork(dataSource, (session) => session);
    const ask = (): Promise<unknown> => frozen.run(ann, (tx) => tx.query('SELECT 1 AS one'));
    await Promise.all([ask(), ask()]);

    proxy.freeze();
    const began = Date.now();
    const answers = await Promise.allSettled(Array.from({ length: 6 }, ask));
    expect(Date.now() - began).toBeLessThan(5_100);
    for (const answer of answers)
      expect(answer).toMatchObject({ reason: { kind: 'unavailable', code: 'database/unavailable' } });

    proxy.thaw();
    expect(await ask()).toEqual([{ one: 1 }]);
    await dataSource.destroy();
  });
});
