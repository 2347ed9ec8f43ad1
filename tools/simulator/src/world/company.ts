import type { User } from '@kalends/access';

/** A customer of Kalends, behind whose wall nobody of another one may come. */
export interface Company {
  readonly tenantId: string;
  readonly branchId: string;
  readonly userId: string;
  /** In every title that its people write, here and in Google. */
  readonly word: string;
}

export interface Room {
  readonly id: string;
  readonly capacity: number;
  readonly company: Company;
}

/** Capacities of the rooms that there are. */
const capacities = [1, 1, 2];

/** Of two companies the second has the last room. */
export const twoCompanies: readonly number[] = [0, 0, 1];
export const oneCompany: readonly number[] = [0, 0, 0];

/** @param owners for each room the number of its company */
export function companiesOf(owners: readonly number[], nextId: () => string): { companies: Company[]; rooms: Room[] } {
  const words = ['north', 'south'].slice(0, 1 + Math.max(...owners));
  const companies = words.map((word) => ({ tenantId: nextId(), branchId: nextId(), userId: nextId(), word }));
  const rooms = capacities.map((capacity, index) => ({ id: nextId(), capacity, company: companies[owners[index]!]! }));
  return { companies, rooms };
}

export const ownerOf = ({ userId: id, tenantId }: Company): User => ({
  ...{ id, tenantId, name: 'Olga' },
  roles: [{ role: 'owner' }],
});
