import type { AppointmentContent, CalendarTime } from '@kalends/calendar';
import type { GoogleItem } from '../world/google';
import type { Act } from '../history/step';

type ActOf<D extends Act['do']> = Extract<Act, { do: D }>;

/** A request to scheduling about an appointment that is there. */
export type Command =
  | { readonly name: 'change'; readonly title: string }
  | {
      readonly name: 'move';
      readonly start: CalendarTime;
      readonly end: CalendarTime;
      /** Indexes of other resources. */
      readonly resources?: readonly number[];
      readonly recurrenceId?: CalendarTime;
    }
  | { readonly name: 'cancel'; readonly recurrenceId?: CalendarTime }
  | { readonly name: 'restore' | 'complete' };

/** What somebody does, with everything decided: who is meant, and what is written. */
export type Order =
  | {
      readonly do: 'book';
      readonly key: string;
      readonly resources: readonly number[];
      readonly content: AppointmentContent;
    }
  | { readonly do: 'command'; readonly id: string; readonly command: Command }
  | { readonly do: 'insert'; readonly account: number; readonly body: object }
  | { readonly do: 'patch' | 'duplicate'; readonly account: number; readonly eventId: string; readonly body: object }
  | { readonly do: 'delete' | 'undelete'; readonly account: number; readonly eventId: string }
  | { readonly do: 'delete-calendar' | 'expire-sync-tokens' | 'revoke' | 'expire-tokens'; readonly account: number }
  | { readonly do: 'link'; readonly resource: number; readonly mode: 'two-way' | 'export'; readonly reset: boolean }
  | { readonly do: 'branch-switch'; readonly on: boolean }
  | ActOf<'unlink' | 'sync-now' | 'access-given'>
  | { readonly do: 'fault'; readonly fault: Fault }
  | {
      readonly do: 'pushes';
      readonly weather: { dropRate: number; duplicateRate: number; delayMs: number; jitterMs: number };
    }
  | ActOf<'pages' | 'die'>;

/** Of the next calls to Google, as the emulator takes it. */
export interface Fault {
  readonly when: 'before' | 'after';
  readonly times: number;
  readonly method?: string;
  readonly status?: number;
  readonly connection?: 'reset' | 'cut';
}

type Of<D extends Order['do']> = Extract<Order, { do: D }>;

/** What Kalends' own people ask for by its API. */
export type StaffOrder = Of<'book' | 'command' | 'link' | 'unlink' | 'sync-now' | 'branch-switch' | 'access-given'>;
/** What is done at Google. */
export type GoogleOrder = Extract<Order, { readonly account: number }>;
/** What goes wrong. */
export type TroubleOrder = Of<'fault' | 'pushes' | 'pages' | 'die'>;

const asked: ReadonlySet<Order['do']> = new Set<Order['do']>([
  'book',
  'command',
  'link',
  'unlink',
  'sync-now',
  'branch-switch',
  'access-given',
]);

export const isStaffOrder = (order: Order): order is StaffOrder => asked.has(order.do);
export const isGoogleOrder = (order: Order): order is GoogleOrder => 'account' in order;

export interface SeenAppointment {
  readonly id: string;
  /** Indexes of its resources, in order. */
  readonly resources: readonly number[];
  readonly status: string;
  readonly overbooked: boolean;
  readonly content: AppointmentContent;
}

/** A single event or the master of a series; cancelled ones lie in the bin. */
export interface SeenEvent {
  readonly id: string;
  readonly title: string;
  readonly start: Date;
  readonly end: Date;
  readonly isCancelled: boolean;
}

export interface SeenLink {
  readonly resource: number;
  readonly mode: string;
  readonly state: string;
  readonly reason: string | null;
}

/** What can be seen of a company and its people's calendars while nothing is under way. */
export interface Seen {
  readonly appointments: readonly SeenAppointment[];
  /** Those that are not gone. */
  readonly links: readonly SeenLink[];
  /** By account. */
  readonly calendars: readonly { readonly events: readonly SeenEvent[]; readonly items: readonly GoogleItem[] }[];
}

/** Capacities of the company's resources; resource n belongs to account n modulo their number. */
export const capacities: readonly number[] = [1, 1, 2];
export const accountCount = 2;

/** A place where histories are played: the simulated world, or the real one. */
export interface Stage {
  /**
   * Has all orders carried out at the same time and lets everything come to rest. People repeat a request that was not
   * answered, and read again when the appointment has changed meanwhile; what is refused stays undone. All faults end.
   */
  play(orders: readonly Order[]): Promise<void>;
  look(): Promise<Seen>;
  /** Ids of the dates of a series in Google, first one first; none when it is no series. */
  datesOf(account: number, eventId: string): Promise<readonly string[]>;
}
