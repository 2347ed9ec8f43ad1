import { z } from 'zod';

export const roles = ['employee', 'receptionist', 'manager', 'owner'] as const;
/** From least to most: each may do what those before it may. */
export type Role = (typeof roles)[number];

/** Claims of a sign-in token. */
export const userClaims = z.object({
  sub: z.uuid(),
  tenant: z.uuid(),
  name: z.string().default(''),
  /** The employee that this user is, if any. */
  employee: z.uuid().optional(),
  /** A role without a branch holds in all of them. */
  roles: z.array(z.object({ role: z.enum(roles), branch: z.uuid().optional() })),
});

/** Who is signed in. The tenant comes from here and from nowhere else. */
export interface User {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly employeeId?: string;
  readonly roles: readonly { readonly role: Role; readonly branch?: string }[];
}

export function userFromClaims(claims: unknown): User {
  const { sub, tenant, name, employee, roles: given } = userClaims.parse(claims);
  return { id: sub, tenantId: tenant, name, employeeId: employee, roles: given };
}

/** Whether `user` has `least` or more: in `branchId`, or in any branch when none is given. */
export function mayAct(user: User, least: Role, branchId?: string): boolean {
  return user.roles.some(
    ({ role, branch }) =>
      roles.indexOf(role) >= roles.indexOf(least) && (!branchId || branch === undefined || branch === branchId),
  );
}
