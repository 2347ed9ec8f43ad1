import { z } from 'zod';
import { addCalendar } from './calendars/calendar-records';
import type { Context } from './context';
import { saveEvent } from './events/event-store';
import { newDraft } from './events/write-event';
import type { EntryRecord } from './state';
import { instantOf, wallClockAt } from './time';

const DAY = 86_400_000;

const seedEvent = z.object({
  /** Days from today, in the calendar's zone. */
  day: z.number().int(),
  /** `HH:MM`; without it the event takes the whole day. */
  at: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .optional(),
  minutes: z.number().positive().default(60),
  summary: z.string(),
  description: z.string().optional(),
  recurrence: z.array(z.string()).optional(),
});

/** The form of a seed file: accounts with their calendars and events, and OAuth clients. */
export const seedSchema = z.object({
  clients: z.array(z.object({ id: z.string(), secret: z.string(), name: z.string() })),
  accounts: z.array(
    z.object({
      email: z.email(),
      name: z.string(),
      timeZone: z.string().default('Europe/Berlin'),
      /** The first one is the primary calendar. */
      calendars: z
        .array(
          z.object({ summary: z.string(), timeZone: z.string().optional(), events: z.array(seedEvent).default([]) }),
        )
        .min(1),
    }),
  ),
});

export type Seed = z.infer<typeof seedSchema>;
type SeedEvent = Seed['accounts'][number]['calendars'][number]['events'][number];

/** Loads a seed into empty tables. */
export function plant(context: Context, seed: Seed): void {
  for (const client of seed.clients) context.state.clients.put('', client.id, client);
  for (const account of seed.accounts) addAccount(context, account);
}

export function addAccount(context: Context, account: Seed['accounts'][number]): void {
  const { email, name } = account;
  context.state.accounts.put('', email, { email, name, sub: subOf(email) });
  account.calendars.forEach((calendar, index) => {
    const primary = index === 0;
    const id = primary ? email : `c_${slug(email)}${slug(calendar.summary)}@group.calendar.google.com`;
    const timeZone = calendar.timeZone ?? account.timeZone;
    const added = addCalendar(context, email, { id, summary: primary ? email : calendar.summary, timeZone, primary });
    const view = { calendar: added, entry: {} as EntryRecord, reads: 'owner' as const };
    const caller = { account: email, clientId: null, scopes: [] };
    for (const event of calendar.events)
      saveEvent(
        context,
        undefined,
        newDraft(context, caller, view, context.random.id(26), eventJson(context.now, timeZone, event)),
      );
  });
}

/** The same account has the same number at every start. */
const subOf = (email: string) =>
  `1${[...Buffer.from(email)].reduce((sum, byte) => (sum * 31n + BigInt(byte)) % 10n ** 20n, 7n)}`;

const slug = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function eventJson(now: number, zone: string, event: SeedEvent) {
  const today = Math.floor(wallClockAt(now, zone) / DAY) * DAY;
  const { summary, description, recurrence } = event;
  const texts = { summary, description, recurrence };
  const midnight = today + event.day * DAY;
  if (event.at === undefined) {
    const date = (wall: number) => new Date(wall).toISOString().slice(0, 10);
    return { ...texts, start: { date: date(midnight) }, end: { date: date(midnight + DAY) } };
  }
  const [hours, minutes] = event.at.split(':').map(Number);
  const start = instantOf(midnight + (hours! * 60 + minutes!) * 60_000, zone);
  const time = (instant: number) => ({ dateTime: new Date(instant).toISOString(), timeZone: zone });
  return { ...texts, start: time(start), end: time(start + event.minutes * 60_000) };
}
