import * as scheduling from '@kalends/scheduling/memory';
import { googleSyncTables } from '@kalends/google-sync/memory';
import * as inbox from '@kalends/inbox/memory';
import type { MemoryDatabase, TableOf } from '@kalends/memory';
import { oauthConsentTables } from '@kalends/oauth-consent/memory';
import { outboxTable } from '@kalends/outbox/memory';
import type { World } from './world';

/** A row of any service, or what came over the bus, as text. */
export interface WrittenRow {
  readonly table: string;
  /** Whose it is by its own word. */
  readonly tenantId: string;
  readonly text: string;
}

type AnyTable = TableOf<unknown>;

const isTable = (exported: unknown): exported is AnyTable =>
  typeof exported === 'object' && exported !== null && 'tenant' in exported && 'key' in exported;

/** Whatever tables a service will ever have. */
const tablesOf = (door: object): AnyTable[] => Object.values(door).filter(isTable);

const everywhere = [outboxTable as AnyTable, ...tablesOf(inbox)];
const own = {
  scheduling: tablesOf(scheduling),
  'google-sync': tablesOf(googleSyncTables),
  'oauth-consent': tablesOf(oauthConsentTables),
};

/** Words in a protobuf message stand there as they are. */
const legible = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;

const rowsIn = (database: MemoryDatabase, tables: readonly AnyTable[], write: (row: unknown) => string): WrittenRow[] =>
  tables.flatMap((table) =>
    database.rows(table).map((row) => ({ table: table.name, tenantId: table.tenant(row), text: write(row) })),
  );

/** Own tables of services hold no messages, and most of all rows are theirs. */
const rowsOfService = (database: MemoryDatabase, tables: readonly AnyTable[]): WrittenRow[] => [
  ...rowsIn(database, tables, (row) => JSON.stringify(row)),
  ...rowsIn(database, everywhere, (row) => JSON.stringify(row, legible)),
];

/** All rows of all services, and all that came over the bus. */
export function rowsOf(world: World): WrittenRow[] {
  const { scheduling: schedulings, googleSync, oauthConsent, heard } = world;
  const records = [...heard.values()].map(({ topic, key, headers, value }) => ({
    table: topic,
    tenantId: world.companies.find(({ tenantId }) => key.startsWith(tenantId))?.tenantId ?? '',
    text: JSON.stringify([key, headers, value], legible),
  }));
  return [
    ...rowsOfService(schedulings.database, own.scheduling),
    ...rowsOfService(googleSync.database, own['google-sync']),
    ...rowsOfService(oauthConsent.database, own['oauth-consent']),
    ...records,
  ];
}
