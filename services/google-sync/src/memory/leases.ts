import type { Leased } from './tables';

/** Postgres' `infinity`. */
export const never = new Date(8.64e15);
export const unleased = { token: null, leaseUntil: null } as const;

export const earlier = (a: Date, b: Date): Date => (a <= b ? a : b);

export const isFreeAt = ({ dueAt, leaseUntil }: Leased, now: Date): boolean =>
  dueAt.getTime() <= now.getTime() && (leaseUntil === null || leaseUntil.getTime() <= now.getTime());
