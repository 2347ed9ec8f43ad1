import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Role, User } from './user';

export const publicKey = 'kalends:public';
export const leastRoleKey = 'kalends:least-role';
export const callersKey = 'kalends:callers';

/** A route that anyone may call. Every other route asks for a signed-in user. */
export const Public = (): CustomDecorator => SetMetadata(publicKey, true);

/** A route for users with this role or more, in any branch; finer rules stand in the command. */
export const LeastRole = (role: Role): CustomDecorator => SetMetadata(leastRoleKey, role);

/** gRPC methods that only these services may call. */
export const Callers = (...services: readonly string[]): CustomDecorator => SetMetadata(callersKey, services);

export interface RequestWithUser extends Request {
  user?: User;
}

/** The signed-in user, as a parameter of a route's method. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => userOf(context));

function userOf(context: ExecutionContext): User {
  const { user } = context.switchToHttp().getRequest<RequestWithUser>();
  if (!user) throw new Error('CurrentUser on a public route');
  return user;
}
