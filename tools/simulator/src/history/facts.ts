import type { AppointmentContent, CalendarTime } from '@kalends/calendar';
import type { Company } from '../world/company';
import type { Repeats, Slot } from './step';

const hour = 60 * 60 * 1000;
const zone = 'Europe/Berlin';

/** What people write. Each edit has words of its own, so that it can be told later what became of it, and whose it is. */
export class Facts {
  private serial = 0;

  constructor(private readonly begins: number) {}

  /** One after another, over all companies. */
  next(): number {
    return (this.serial += 1);
  }

  word({ word }: Company): string {
    return `${word} ${this.next()}`;
  }

  content(company: Company, slot: Slot, repeats: Repeats): AppointmentContent {
    const rule = recurrenceOf(repeats);
    return {
      title: this.word(company),
      description: '',
      location: '',
      ...this.times(slot),
      transparency: 'opaque',
      visibility: 'default',
      recurrence: rule === null ? null : { rule: rule.slice('RRULE:'.length), rdates: [], exdates: [] },
      overrides: [],
    };
  }

  times(slot: Slot): { start: CalendarTime; end: CalendarTime } {
    const start = this.startOf(slot);
    return { start: kalendsTime(start), end: kalendsTime(start + hour) };
  }

  googleTimes(slot: Slot): { start: object; end: object } {
    const start = this.startOf(slot);
    return { start: googleTime(start), end: googleTime(start + hour) };
  }

  /** Five places on each of four days, an hour each; the last one is yesterday's. */
  private startOf(slot: Slot): number {
    if (slot === 20) return this.begins - 24 * hour;
    return this.begins + (1 + Math.floor(slot / 5)) * 24 * hour + (slot % 5) * hour;
  }
}

/** Google's form of it. */
export const recurrenceOf = (repeats: Repeats): string | null =>
  repeats === 'once' ? null : repeats === 'weekly' ? 'RRULE:FREQ=WEEKLY;COUNT=3' : 'RRULE:FREQ=DAILY;COUNT=4';

export function envelope({ tenantId }: Company, commandId: string, expectedVersion: number | null, isCustomer = false) {
  const origin: 'booking' | 'planner' = isCustomer ? 'booking' : 'planner';
  const actor = { kind: isCustomer ? ('customer' as const) : ('user' as const), id: 'somebody' };
  return {
    tenantId,
    commandId,
    requestHash: null,
    expectedVersion,
    origin,
    actor,
    branches: 'all' as const,
    cause: { kind: `${origin}/asked`, details: {} },
    capacityPolicy: 'refuse' as const,
    conflicts: [],
  };
}

/** An appointment as a booking gives it. */
export const given = (resourceIds: readonly string[], content: AppointmentContent) => ({
  branchId: '',
  resourceIds: [...new Set(resourceIds)],
  customerIds: [],
  templateId: null,
  content,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
});

const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
const kalendsTime = (instant: number): CalendarTime => ({ at: iso(instant), zone });
export const googleTime = (instant: number): object => ({ dateTime: iso(instant), timeZone: zone });
