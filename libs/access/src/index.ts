export * from './access.guard';
export { Callers, CurrentUser, LeastRole, Public, type RequestWithUser } from './decorators';
export * from './service-identity';
export * from './sign-in-verifier';
export * from './user';
