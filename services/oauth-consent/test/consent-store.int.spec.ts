import { fromBinary } from '@bufbuild/protobuf';
import { ConsentChangedSchema } from '@kalends/contracts';
import { PgInbox } from '@kalends/inbox';
import { PgOutbox } from '@kalends/outbox';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { eventually, testDatabase, type TestDatabase } from '@kalends/testing';
import { Client } from 'pg';
import { PgCreatedCalendarStore } from '../src/calendars/infra/pg-created-calendar.store';
import type { ConsentTx } from '../src/consent/app/consent-tx';
import { PgConsentRequestStore } from '../src/consent/infra/pg-consent-request.store';
import { PgConsentStore } from '../src/consent/infra/pg-consent.store';
import { PgGrantStore } from '../src/grant/infra/pg-grant.store';
import { PgRevocationQueue } from '../src/grant/infra/pg-revocation-queue';
import { consentStories } from './fakes/consent-stories';
import { ConsentWorld } from './fakes/consent-world';
import { describeStores } from './store-contract';

const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('Consent on Postgres', () => {
  let database: TestDatabase;
  let admin: Client;
  beforeAll(async () => {
    database = await testDatabase('oauth-consent');
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const unitOfWork = () =>
    new PostgresUnitOfWork<ConsentTx>(database.dataSource, (session) => ({
      consents: new PgConsentStore(session),
      requests: new PgConsentRequestStore(session),
      grants: new PgGrantStore(session),
      revocations: new PgRevocationQueue(session, () => {}),
      createdCalendars: new PgCreatedCalendarStore(session),
      outbox: new PgOutbox(session),
      inbox: new PgInbox(session, 'oauth-consent'),
    }));
  const backing = () => ({
    unitOfWork: unitOfWork(),
    events: async () => {
      const { rows } = await admin.query<{ payload: Buffer }>('SELECT payload FROM oauth_consent.outbox ORDER BY seq');
      return rows.map(({ payload }) => fromBinary(ConsentChangedSchema, payload));
    },
  });

  consentStories(backing);

  describeStores('on Postgres', async () => {
    const tables = ['google_grant', 'consent', 'consent_request', 'account_use', 'revocation', 'created_calendar'];
    await admin.query(`TRUNCATE ${tables.map((table) => `oauth_consent.${table}`).join(', ')}`);
    return {
      unitOfWork: unitOfWork(),
      untilSomebodyWaits: () => eventually(async () => expect((await admin.query(waiting)).rows).not.toHaveLength(0)),
    };
  });

  it('takes one revocation at a time, however few the planner believes that there are', async () => {
    await admin.query('TRUNCATE oauth_consent.revocation');
    await admin.query('ANALYZE oauth_consent.revocation');
    const [tenantId, now] = [crypto.randomUUID(), new Date()];
    const stores = unitOfWork();
    await stores.run(tenantId, async (tx) => {
      for (let n = 0; n < 5; n += 1) {
        const refreshToken = `first.${n}`;
        await tx.revocations.add({ tenantId, id: crypto.randomUUID(), accountHash: 'a', refreshToken }, now);
      }
    });
    await stores.runAcrossTenants((tx) => tx.revocations.take(now, new Date(now.getTime() + 60_000)));
    const { rows } = await admin.query('SELECT 1 FROM oauth_consent.revocation WHERE due_at > $1', [now]);
    await admin.query('TRUNCATE oauth_consent.revocation');
    expect(rows).toHaveLength(1);
  });

  it('I9: keeps no token, address, state or verifier in plain text in any table', async () => {
    const world = new ConsentWorld(backing());
    const mail = 'canary-address@example.com';
    const tokens: string[] = [];
    const { google } = world;
    const exchange = google.exchange.bind(google);
    google.exchange = async (code, verifier) => {
      const answer = await exchange(code, verifier);
      tokens.push(verifier, answer.refreshToken ?? '');
      return answer;
    };
    const resource = crypto.randomUUID();
    const url = await world.start(resource);
    const answer = google.answer(url, mail);
    await world.comeBack(answer);
    const kept = await world.consent(crypto.randomUUID(), 'canary-refused@example.com', { ticked: [] });
    expect([kept.outcome, tokens.length]).toEqual(['scope-missing', 4]);

    const { rows: tables } = await admin.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'oauth_consent'`,
    );
    const canaries = [...tokens, answer.state, answer.code, mail, 'canary-refused', 'sub-of-'];
    for (const { name } of tables) {
      const { rows } = await admin.query<{ row: string }>(`SELECT t::text AS row FROM oauth_consent.${name} t`);
      const text = rows.map(({ row }) => row).join('\n');
      const hex = (canary: string): string => Buffer.from(canary).toString('hex');
      const found = canaries.filter((canary) => text.includes(canary) || text.includes(hex(canary)));
      expect({ name, found }).toEqual({ name, found: [] });
    }
  });

  it('I8: puts every table behind the tenant wall, for its owner too', async () => {
    const { rows } = await admin.query<{ relname: string }>(
      `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'oauth_consent' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
          AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')`,
    );
    expect(rows).toEqual([]);
    for (const table of ['google_grant', 'consent', 'consent_request', 'created_calendar']) {
      expect(await database.dataSource.query(`SELECT 1 FROM ${table} LIMIT 1`)).toEqual([]);
    }
  });
});
