import { DomainError } from '@kalends/kernel';
import type { Metadata } from '@grpc/grpc-js';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { callersKey, leastRoleKey, publicKey, type RequestWithUser } from './decorators';
import type { ServiceIdentity } from './service-identity';
import type { SignInVerifier } from './sign-in-verifier';
import { mayAct, type Role } from './user';

export const sessionCookie = 'kalends_session';
/** A header that no form and no foreign page can send without a preflight: guards cookie sessions against CSRF. */
export const csrfHeader = 'x-kalends-request';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The one guard of every service, for HTTP and gRPC; Kafka handlers pass. Nothing is open unless it says `@Public()`. */
export class AccessGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(
    private readonly verifier: SignInVerifier,
    private readonly identity: ServiceIdentity,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    switch (context.getType<string>()) {
      case 'http':
        return this.admitUser(context);
      case 'rpc':
        return this.admitService(context);
      default:
        return false;
    }
  }

  private async admitUser(context: ExecutionContext): Promise<boolean> {
    if (this.read(publicKey, context) === true) return true;
    const request = context.switchToHttp().getRequest<RequestWithUser>();
    const token = bearer(request.headers.authorization) ?? cookieToken(request);
    if (!token)
      throw new DomainError('unauthenticated', 'session/missing', 'You are not signed in; sign in and try again.');
    request.user = await this.verifier.verify(token);
    const least = (this.read(leastRoleKey, context) as Role | undefined) ?? 'employee';
    if (!mayAct(request.user, least)) {
      throw new DomainError('forbidden', 'role/not-allowed', `This needs the role ${least}; ask an administrator.`, {
        least,
      });
    }
    return true;
  }

  private async admitService(context: ExecutionContext): Promise<boolean> {
    const metadata: unknown = context.switchToRpc().getContext();
    // An event from Kafka carries no caller: the topic's access rights decide who can write it.
    if (!isMetadata(metadata)) return true;
    const caller = await this.identity.callerOf(bearer(String(metadata.get('authorization')[0] ?? '')));
    const callers = (this.read(callersKey, context) as readonly string[] | undefined) ?? [];
    if (!callers.includes(caller)) {
      throw new DomainError('forbidden', 'service/not-allowed', `The service ${caller} may not call this.`);
    }
    return true;
  }

  private read(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [context.getHandler(), context.getClass()]);
  }
}

const bearer = (header: string | undefined): string | undefined => /^Bearer (\S+)$/i.exec(header ?? '')?.[1];

function cookieToken(request: RequestWithUser): string | undefined {
  const cookies = request.cookies as Record<string, string> | undefined;
  const token = cookies?.[sessionCookie];
  if (token && !safeMethods.has(request.method) && request.headers[csrfHeader] === undefined) {
    throw new DomainError(
      'forbidden',
      'session/cross-site',
      'This request did not come from Kalends itself; reload the page.',
    );
  }
  return token;
}

const isMetadata = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && 'getMap' in value && 'get' in value;
