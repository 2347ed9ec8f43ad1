import { mayAct, type Role, roles, type User } from '@kalends/access';
import { DomainError } from '@kalends/kernel';
import type { Staff } from '../staff';

/** @throws DomainError `role/not-allowed` unless the user has `least` or more in the branch (in all when none is given) */
export function requireRole(user: User, least: Role, branchId?: string): void {
  if (branchId ? mayAct(user, least, branchId) : branchesOf(user, least) === 'all') return;
  throw new DomainError('forbidden', 'role/not-allowed', `This needs the role ${least} here; ask an administrator.`, {
    least,
  });
}

/** The branches in which the user has `least` or more. */
export function branchesOf(user: User, least: Role): readonly string[] | 'all' {
  const held = user.roles.filter(({ role }) => roles.indexOf(role) >= roles.indexOf(least));
  return held.some(({ branch }) => branch === undefined) ? 'all' : held.map(({ branch }) => branch!);
}

export const staffOf = (user: User): Staff => ({ tenantId: user.tenantId, userId: user.id });
