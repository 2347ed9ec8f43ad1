import { createHash } from 'node:crypto';
import {
  answerConsent,
  postForm,
  unsignedIdTokens,
  Emulator,
  type Outcome,
  type Settings,
  endGrant,
  people,
  plant,
  type ApiRequest,
  type Change,
  type EventRecord,
} from '@kalends/google-emulator';
import type { Chance } from '../schedule/chance';
import type { Schedule } from '../schedule/schedule';

/** What a person sees in a calendar: an event, or one date of a series. */
export interface GoogleItem {
  /** Of a date of a series: the series'. */
  readonly eventId: string;
  readonly title: string;
  readonly start: Date;
  readonly end: Date;
}

interface ListedItem {
  readonly id: string;
  readonly recurringEventId?: string;
  readonly summary?: string;
  readonly start: { readonly dateTime?: string; readonly date?: string };
  readonly end: { readonly dateTime?: string; readonly date?: string };
}

/** One state that an event has had, and who gave it. */
export interface EventState {
  readonly calendarId: string;
  readonly event: EventRecord;
  readonly by: 'person' | 'kalends';
  /** Order over all events. */
  readonly order: number;
  readonly at: number;
}

export interface Account {
  readonly email: string;
  /** The calendar that may be linked, beside the account's own. */
  readonly summary: string;
  readonly calendarId: string;
}

const calendarOf = (name: string, summary: string): Account => ({
  email: `${name}@example.com`,
  summary,
  calendarId: `c_${name}examplecom${summary.toLowerCase()}@group.calendar.google.com`,
});

/** By the resource that has it: Anna works for both companies, each of which has her account and a calendar of its own. */
export const accounts: readonly Account[] = [
  calendarOf('anna', 'Work'),
  calendarOf('ben', 'Work'),
  calendarOf('anna', 'Side'),
];

/** A token that has run out may be older than the tombstones that it would have told of: weeks, and minutes here. */
const tombstoneMs = 2 * 60 * 1000;

/** What stands in nobody's linked calendar, and must never be seen in Kalends. */
export const secret = 'PRIVATE-DIARY';

export const client = {
  id: 'client',
  secret: 'secret',
  name: 'Kalends',
  redirectUri: 'http://localhost/api/oauth-consent/callback',
};

const base32hex = '0123456789abcdefghijklmnopqrstuv';

/** The emulator's core under virtual time, with the history of every event in it. */
export class Google {
  readonly emulator: Emulator;
  readonly states: EventState[] = [];
  /** Answers that take longer than at once, one for each of the next calls. */
  readonly slow: number[] = [];
  /** What was live and not watched, as it was found. */
  readonly gaps: string[] = [];
  /** Whether a live link has the calendar. */
  isLive: (calendarId: string) => boolean = () => false;
  private author: EventState['by'] = 'kalends';

  constructor(
    private readonly schedule: Schedule,
    chance: Chance,
  ) {
    let serial = 0;
    const random = {
      fraction: () => chance.fraction(),
      // Ids need to differ, not to be unguessable.
      id: (length: number) => {
        let text = '';
        for (let rest = (serial += 1); rest > 0; rest = Math.floor(rest / 32)) text = base32hex[rest % 32]! + text;
        return text.padStart(length, '0');
      },
    };
    const clock = { now: () => schedule.now };
    const journal = { append: (changes: readonly Change[]) => this.remember(changes) };
    const onPushQueued = (): void => schedule.touch(this.emulator.pushes);
    this.emulator = new Emulator({ clock, random, journal, onPushQueued, idTokens: unsignedIdTokens });
    this.asPerson(() =>
      this.emulator.run((context) => {
        // Channels live two hours, so that they run out within a history.
        context.state.settings.put('', 'settings', { channelSeconds: 2 * 60 * 60 });
        plant(context, {
          clients: [{ id: client.id, secret: client.secret, name: client.name }],
          accounts: [...Map.groupBy(accounts, ({ email }) => email)].map(([email, linkable]) => {
            const primary = { summary: email, events: [{ day: 1, at: '09:00', minutes: 60, summary: secret }] };
            const others = linkable.map(({ summary }) => ({ summary, events: [] }));
            return { email, name: email, timeZone: 'Europe/Berlin', calendars: [primary, ...others] };
          }),
        });
      }),
    );
  }

  /** What a person does on Google's own page; nothing when there is nothing to do it to. */
  person(account: Account, operation: string, request: Partial<ApiRequest>): void {
    this.asPerson(() => {
      try {
        this.emulator.person(account.email, operation, request);
      } catch (error) {
        if (!(error instanceof Error && 'status' in error)) throw error;
      }
    });
  }

  restore(account: Account, eventId: string): void {
    this.asPerson(() => this.emulator.run((context) => people.restoreEvent(context, account.calendarId, eventId)));
  }

  duplicate(account: Account, eventId: string): void {
    this.asPerson(() => this.emulator.run((context) => people.duplicateEvent(context, account.calendarId, eventId)));
  }

  settings(changes: Partial<Settings>): void {
    this.emulator.run((context) => context.state.settings.put('', 'settings', { ...context.settings, ...changes }));
  }

  expireSyncTokens({ calendarId }: Account, forgetsDeleted = false): void {
    this.emulator.run((context) => {
      people.expireSyncTokens(context, calendarId);
      if (forgetsDeleted) people.forgetOldTombstones(context, calendarId, tombstoneMs);
    });
  }

  expireAccessTokens({ email }: Account): void {
    this.emulator.run((context) => people.expireTokens(context, 'access', email));
  }

  /** Its API and its OAuth endpoints. */
  readonly inProcess = {
    call: (...call: Parameters<Emulator['call']>) => {
      const watched = this.watchedBy((call[2].body as { id?: string } | undefined)?.id);
      const outcome = this.emulator.call(...call);
      this.schedule.trace?.push(`  ${tellCall(call)}: ${tellOutcome(outcome)}`);
      if (call[0] === 'calendar.channels.stop' && watched !== null) this.noteGap(watched);
      return outcome;
    },
    post: (endpoint: 'token' | 'revoke', form: Readonly<Record<string, string>>) =>
      postForm(this.emulator, endpoint, form),
  };

  /** The person allows all that is asked for on the page at `url`. @returns what the browser brings back */
  consent({ email }: Account, url: string): { state: string; code: string | null; error: string | null } {
    const back = answerConsent(this.emulator, url, email).searchParams;
    return { state: back.get('state') ?? '', code: back.get('code'), error: back.get('error') };
  }

  /** Does the account still let Kalends in? */
  grants({ email }: Account): boolean {
    return this.emulator.state.grants.get(email, client.id) !== undefined;
  }

  endGrant({ email }: Account): void {
    this.emulator.run((context) => endGrant(context, email, client.id));
  }

  heal(): void {
    this.settings({ pageSize: null });
    this.emulator.faults.clear();
    this.emulator.pushes.weather = { dropRate: 0, duplicateRate: 0, delayMs: 0, jitterMs: 0 };
    this.slow.length = 0;
  }

  /** Singles and masters that a person can see or take out of the bin, in order of making. */
  events(calendarId: string): EventRecord[] {
    return this.emulator.state.events
      .of(calendarId)
      .filter((event) => !event.stub && event.recurringEventId === undefined);
  }

  /** What a person sees in the calendar, series date by date. */
  items({ email, calendarId }: Account): GoogleItem[] {
    const calendar = this.emulator.state.calendars.get('', calendarId);
    if (!calendar || calendar.deleted) return [];
    const query = { singleEvents: 'true', maxResults: '2500' };
    const { body } = this.emulator.person(email, 'calendar.events.list', { params: { calendarId }, query });
    return (body as { items: ListedItem[] }).items.map(({ id, recurringEventId, summary = '', start, end }) => ({
      eventId: recurringEventId ?? id,
      title: summary,
      start: new Date(start.dateTime ?? start.date!),
      end: new Date(end.dateTime ?? end.date!),
    }));
  }

  /** Which date of a series, as the id of its instance; null when there is none. */
  dateOf(account: Account, series: EventRecord, which: number): string | null {
    if (series.content.recurrence === undefined) return null;
    const params = { calendarId: account.calendarId, eventId: series.id };
    const { body } = this.emulator.person(account.email, 'calendar.events.instances', { params });
    const { items } = body as { items: { id: string }[] };
    return items[which % items.length]?.id ?? null;
  }

  private watchedBy(channelId = ''): string | null {
    const resource = this.emulator.state.channels.get('', channelId)?.resource;
    return resource?.kind === 'events' ? resource.calendarId : null;
  }

  /** A live link whose last channel was just stopped hears of nothing. */
  private noteGap(calendarId: string): void {
    const { now } = this.schedule;
    const isWatched = this.emulator.state.channels
      .all()
      .some(({ id, expiration }) => expiration > now && this.watchedBy(id) === calendarId);
    const isThere = this.emulator.state.calendars.get('', calendarId)?.deleted === false;
    if (!isWatched && isThere && this.isLive(calendarId)) this.gaps.push(`${calendarId} is live and not watched`);
  }

  private asPerson(work: () => void): void {
    this.author = 'person';
    try {
      work();
    } finally {
      this.author = 'kalends';
    }
  }

  private remember(changes: readonly Change[]): void {
    for (const { table, group, value } of changes) {
      if (table !== 'events' || value === null) continue;
      const event = value as EventRecord;
      const { status, summary, start } = event.content;
      this.schedule.trace?.push(
        `  Google, by ${this.author}: ${nameOf(group)}/${event.id} ${status} “${summary ?? ''}” ${'instant' in start ? start.instant : start.date}`,
      );
      this.states.push({
        calendarId: group,
        event,
        by: this.author,
        order: this.states.length,
        at: this.schedule.now,
      });
    }
  }
}

type Call = Parameters<Emulator['call']>;
type QueryValue = Call[2]['query'][string];

const shortened = (token: QueryValue): QueryValue =>
  token && createHash('sha1').update(token.toString()).digest('hex').slice(0, 6);

const nameOf = (calendarId: string): string => calendarId.split('@')[0]!;

/** Such as `events.patch c_annaexamplecomwork/1a2b if-match "3"`. */
function tellCall([operation, , { params, query, headers }]: Call): string {
  const { calendarId = '', eventId = '' } = params;
  const { iCalUID, syncToken, pageToken } = query;
  const rest = { iCalUID, since: shortened(syncToken), page: shortened(pageToken), ...headers };
  const words = Object.entries(rest).map(([name, value]) => (value === undefined ? '' : ` ${name} ${String(value)}`));
  return `${operation.replace('calendar.', '')} ${nameOf(calendarId)}/${eventId}${words.join('')}`;
}

interface Body {
  readonly etag?: string;
  readonly items?: readonly { readonly id: string; readonly status: string; readonly etag: string }[];
}

/** Such as `200 etag "4"`, or a list's events. */
function tellOutcome({ status, connection, body }: Outcome): string {
  const { etag, items } = (body ?? {}) as Body;
  const events = items?.map((event) => `${event.id} ${event.status} ${event.etag}`).join(', ');
  return [status, connection === 'kept' ? '' : connection, etag ?? '', events ?? ''].filter(String).join(' ');
}
