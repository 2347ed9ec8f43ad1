import { vetContent } from '@kalends/calendar';
import { DomainError } from '@kalends/kernel';
import type { AppointmentFacts } from './appointment';

/** Bounds that no real appointment meets; they keep every later step bounded (I10). */
const LIMITS = { resources: 20, customers: 100, bufferMinutes: 1_440 } as const;

/** The facts as given when they can be kept. @throws DomainError of kind `invalid` */
export function vetFacts(facts: AppointmentFacts): AppointmentFacts {
  within('resources', facts.resourceIds.length, 1, LIMITS.resources);
  within('customers', facts.customerIds.length, 0, LIMITS.customers);
  within('buffer', facts.bufferBeforeMinutes, 0, LIMITS.bufferMinutes);
  within('buffer', facts.bufferAfterMinutes, 0, LIMITS.bufferMinutes);
  vetContent(facts.content);
  return facts;
}

function within(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new DomainError('invalid', `appointment/${what}`, `The ${what} of an appointment must be ${least} to ${most}.`);
}
