import type { AppointmentContent, CalendarTime } from '@kalends/calendar';
import type { AppointmentFacts } from './appointment';

export type Command = Create | Move | Change | Cancel | Complete | Restore;

export interface Create extends Omit<AppointmentFacts, 'status'> {
  readonly do: 'create';
}

/** To another time, to other resources, or both; of a series one occurrence when `recurrenceId` is there, else all of it. */
export interface Move {
  readonly do: 'move';
  readonly start: CalendarTime;
  readonly end: CalendarTime;
  readonly resourceIds?: readonly string[];
  readonly recurrenceId?: CalendarTime;
}

/** Takes over the fields that are there and leaves the others. */
export interface Change extends Partial<Omit<AppointmentFacts, 'status' | 'branchId' | 'content'>> {
  readonly do: 'change';
  readonly content?: Partial<AppointmentContent>;
}

export interface Cancel {
  readonly do: 'cancel';
  readonly recurrenceId?: CalendarTime;
}

export interface Complete {
  readonly do: 'complete';
  readonly noShow: boolean;
}

/** Makes the facts of an earlier version the facts again; null undoes a cancellation. */
export interface Restore {
  readonly do: 'restore';
  readonly facts: AppointmentFacts | null;
}
