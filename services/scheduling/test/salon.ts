import { randomUUID } from 'node:crypto';
import type { Caller, SchedulingApp } from './scheduling-app';

const BERLIN = 'Europe/Berlin';

/** A branch with resources, and somebody who owns it all. */
export interface Salon {
  readonly tenant: string;
  readonly branch: string;
  readonly resources: readonly string[];
  readonly owner: Caller;
}

interface SalonOptions {
  readonly resources?: number;
  readonly capacity?: number;
  readonly tenant?: string;
}

export async function salon(
  app: SchedulingApp,
  { resources = 2, capacity = 1, tenant = randomUUID() }: SalonOptions = {},
): Promise<Salon> {
  const owner = await app.caller(tenant);
  const branch = randomUUID();
  await owner.post('branches', { id: branch, name: 'Mitte', timeZone: BERLIN }).expect(201);
  const ids = Array.from({ length: resources }, () => randomUUID()).sort();
  for (const [index, id] of ids.entries()) {
    await owner.post('resources', { id, branchId: branch, designation: `Chair ${index + 1}`, capacity }).expect(201);
  }
  return { tenant, branch, resources: ids, owner };
}

/** `2027-03-01T09:00` of Berlin's wall clock is given in UTC by the caller: `at('2027-03-01T08:00')`. */
export const at = (utc: string, zone = BERLIN): { at: string; zone: string } => ({ at: `${utc}:00Z`, zone });

/** An appointment of `minutes` from `utc` on. */
export const booking = (resourceIds: readonly string[], utc: string, minutes = 30, more: object = {}): object => {
  const end = new Date(Date.parse(`${utc}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
  return { resourceIds, content: { title: 'Cut', start: at(utc), end: at(end), ...more } };
};

/** All pairs of allocations that hold the same slot: there must be none (I1). */
export const OVERLAPS = `
  SELECT a.appointment_id, b.appointment_id FROM allocation a JOIN allocation b
      ON a.tenant_id = b.tenant_id AND a.resource_id = b.resource_id AND a.lane = b.lane AND a.during && b.during
     AND (a.appointment_id, a.occurrence) < (b.appointment_id, b.occurrence)`;
