import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { inDays, span } from '@kalends/actors';
import { Pool } from 'pg';
import { inParallel, perSecond, secondsOf, type Figures } from './figures';
import type { Stage } from './stage';

const count = 3000;
const atOnce = 16;
const tables = ['appointment', 'allocation', 'applied_command', 'revision', 'outbox'];

/** Appointments made through REST, against the same rows inserted in the same transactions by bare pg. */
export async function benchCreates(stage: Stage): Promise<Figures> {
  // The events of the bookings are relayed meanwhile, as always; what other services make of them is measured elsewhere.
  const others = ['google-sync', 'oauth-consent', 'console'];
  for (const name of others) await stage.stopProgram(name);
  const tenant = await stage.tenant();
  const post = keptAlive(`${stage.address('scheduling')}/api/scheduling/appointments`, tenant.cookie, atOnce);
  const resources = await Promise.all(Array.from({ length: atOnce }, (_, index) => tenant.resource(`R${index}`)));
  const create = (index: number): Promise<unknown> => {
    const resource = resources[index % atOnce]!;
    // A quarter of an hour of its own for each: the slots of one resource don't overlap.
    const at = new Date(inDays(2).getTime() + Math.floor(index / atOnce) * 900_000);
    return post({ resourceIds: [resource], content: { title: 'Hearing test', ...span(at, 15) } });
  };
  await inParallel(500, atOnce, create); // warm
  const viaRest = await secondsOf(() => inParallel(count, atOnce, (index) => create(index + 500)));
  const raw = await secondsOf(await rawInserts(stage, tenant.id));
  for (const name of others) await stage.startProgram(name);
  return {
    title: 'Appointments made through REST',
    rows: [
      {
        what: `${count} creates, ${atOnce} at once`,
        measured: perSecond(count, viaRest),
        against: `${perSecond(count, raw)} bare pg, the same ${tables.length} inserts and lock in one transaction`,
        ratio: raw / viaRest,
        goal: '≥ 0.40',
      },
    ],
  };
}

/** Posts JSON over connections that stay open, with as little work of its own as Node allows. */
function keptAlive(url: string, cookie: string, connections: number): (body: unknown) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { cookie, 'content-type': 'application/json', 'x-kalends-request': '1' };
  return (body) =>
    new Promise((resolve, reject) => {
      const call = request(url, { method: 'POST', agent, headers }, (response) => {
        response.resume().once('end', () => {
          if (response.statusCode === 201) resolve();
          else reject(new Error(`a booking was answered ${response.statusCode}`));
        });
      });
      call.once('error', reject).end(JSON.stringify(body));
    });
}

/** The rows of one appointment are the pattern; ids and times are new in each copy. */
async function rawInserts(stage: Stage, tenantId: string): Promise<() => Promise<void>> {
  const pool = new Pool({
    connectionString: stage.databaseUrl('scheduling_app'),
    max: atOnce,
    options: '-c search_path=scheduling,public',
  });
  const patterns = await Promise.all(tables.map((table) => patternOf(stage, table, tenantId)));
  const resource = randomUUID();
  const insert = async (index: number): Promise<void> => {
    const fresh: Record<string, unknown> = {
      id: randomUUID(),
      appointment_id: randomUUID(),
      aggregate_id: randomUUID(),
      event_id: randomUUID(),
      command_id: randomUUID(),
    };
    fresh.id = fresh.appointment_id;
    const from = new Date(inDays(400).getTime() + index * 900_000);
    const times = { taken_from: from, taken_until: new Date(from.getTime() + 900_000) };
    const client = await pool.connect();
    try {
      await client.query(`BEGIN; SET LOCAL kalends.tenant = '${tenantId}'`);
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [resource + String(index % atOnce)]);
      for (const { sql, columns, values } of patterns) {
        const row = columns.map((column, at) => ({ ...fresh, ...times })[column] ?? values[at]);
        await client.query(sql, row);
      }
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
  await inParallel(200, atOnce, (index) => insert(index + count));
  return async () => {
    await inParallel(count, atOnce, insert);
    await pool.end();
  };
}

async function patternOf(
  stage: Stage,
  table: string,
  tenantId: string,
): Promise<{ sql: string; columns: string[]; values: unknown[] }> {
  const found = await stage.look<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns
      WHERE table_schema = 'scheduling' AND table_name = $1 AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY ordinal_position`,
    [table],
  );
  const columns = found.map(({ column_name }) => column_name);
  const [row] = await stage.look<Record<string, unknown>>(
    `SELECT * FROM scheduling.${table} WHERE tenant_id = $1 ORDER BY ctid DESC LIMIT 1`,
    [tenantId],
  );
  if (!row) throw new Error(`no row of ${table} to copy`);
  const parameters = columns.map((_, index) => `$${index + 1}`).join(', ');
  return {
    sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${parameters})`,
    columns,
    values: columns.map((column) => plain(row[column])),
  };
}

/** pg reads jsonb as objects and writes objects as JSON, but arrays of a jsonb column must be written as text. */
const plain = (value: unknown): unknown =>
  Array.isArray(value) && value.some((item) => typeof item === 'object') ? JSON.stringify(value) : value;
