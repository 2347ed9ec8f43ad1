import type { Database, Table } from './database';
import type { EventRecord } from './events/event-record';
import type { ChannelRecord } from './push/channel-record';

export interface AccountRecord {
  email: string;
  name: string;
  /** Google's stable account number, the `sub` of an ID token. */
  sub: string;
  /** Until then (epoch ms) every write answers 403 quotaExceeded. */
  readOnlyUntil?: number;
}

export interface ClientRecord {
  id: string;
  secret: string;
  name: string;
}

export type AccessRole = 'none' | 'freeBusyReader' | 'reader' | 'writerWithoutPrivateAccess' | 'writer' | 'owner';

export interface CalendarRecord {
  id: string;
  owner: string;
  summary: string;
  description?: string;
  location?: string;
  timeZone: string;
  primary: boolean;
  /** The OAuth client that made it: what `calendar.app.created` may touch. */
  createdBy?: string;
  version: number;
  /** Sync tokens older than this version answer 410. */
  syncFloor: number;
  deleted: boolean;
}

/** A calendar in one account's list, with the role that the account has in it. */
export interface EntryRecord {
  account: string;
  calendarId: string;
  accessRole: AccessRole;
  version: number;
  syncFloor: number;
  deleted: boolean;
  hidden: boolean;
  selected: boolean;
  colorId: string;
  summaryOverride?: string;
  defaultReminders: { method: string; minutes: number }[];
}

/** What a user has allowed a client: one per (account, client), scopes merged over time. */
export interface GrantRecord {
  account: string;
  clientId: string;
  scopes: string[];
}

export interface RefreshTokenRecord {
  token: string;
  account: string;
  clientId: string;
  scopes: string[];
  order: number;
  lastUsedAt: number;
  /** Only with time-limited access. */
  expiresAt?: number;
}

export interface AccessTokenRecord {
  token: string;
  account: string;
  clientId: string;
  scopes: string[];
  expiresAt: number;
}

export interface CodeRecord {
  code: string;
  account: string;
  clientId: string;
  scopes: string[];
  redirectUri: string;
  challenge?: string;
  challengeMethod?: 'S256' | 'plain';
  refresh: boolean;
  nonce?: string;
  expiresAt: number;
}

/** All tables, and the one counter that versions every change. */
export class State {
  readonly accounts: Table<AccountRecord>;
  readonly clients: Table<ClientRecord>;
  readonly calendars: Table<CalendarRecord>;
  /** group = account, id = calendar id */
  readonly entries: Table<EntryRecord>;
  /** group = calendar id, id = event id */
  readonly events: Table<EventRecord>;
  /** group = account, id = client id */
  readonly grants: Table<GrantRecord>;
  readonly refreshTokens: Table<RefreshTokenRecord>;
  readonly accessTokens: Table<AccessTokenRecord>;
  readonly codes: Table<CodeRecord>;
  readonly channels: Table<ChannelRecord>;
  readonly settings: Table<unknown>;

  constructor(readonly database: Database) {
    this.accounts = database.table('accounts');
    this.clients = database.table('clients');
    this.calendars = database.table('calendars');
    this.entries = database.table('entries');
    this.events = database.table('events');
    this.grants = database.table('grants');
    this.refreshTokens = database.table('refreshTokens');
    this.accessTokens = database.table('accessTokens');
    this.codes = database.table('codes');
    this.channels = database.table('channels');
    this.settings = database.table('settings');
  }

  /** The version of the newest change; versions order all changes of all calendars. */
  get version(): number {
    return (this.settings.get('', 'version') as number | undefined) ?? 0;
  }

  nextVersion(): number {
    return this.settings.put('', 'version', this.version + 1) as number;
  }
}

/** A version as the quoted number that Google's etags look like. */
export function etagOf(version: number): string {
  return `"${3_000_000_000_000_000 + version}"`;
}
