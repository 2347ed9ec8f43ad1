import { timingSafeEqual } from 'node:crypto';
import type { User } from '@kalends/access';
import express, { type Express, type Request } from 'express';
import { z } from 'zod';
import { sendProblem } from '../edge/problem';
import { sessionSeconds, type SessionTokens } from './session-tokens';

/** Someone who may sign in to the local stack. */
export interface Login {
  readonly login: string;
  readonly password: string;
  /** What this person may, for the greeting. */
  readonly about: string;
  readonly user: User;
}

const cookieName = 'kalends_session';
const credentials = z.object({ login: z.string(), password: z.string() });

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const tokenOf = (request: Request): string | undefined => {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? new RegExp(`(?:^|; )${cookieName}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
};

const profile = ({ id, tenantId, name, employeeId, roles }: User) => ({
  sub: id,
  tenant: tenantId,
  name,
  employee: employeeId,
  roles,
});

/** Sign-in of the local stack, where the identity service of an installation stands: sessions by cookie, keys by JWKS. */
export function identityRoutes(logins: readonly Login[], tokens: SessionTokens): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '10kb' }));

  app.post('/api/identity/session', async (request, response) => {
    const given = credentials.safeParse(request.body);
    const known = logins.find(
      ({ login, password }) => same(login, given.data?.login ?? '') && same(password, given.data?.password ?? ''),
    );
    if (known === undefined) return sendProblem(response, 401, 'session/wrong-password', 'Login or password is wrong.');
    const cookie = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: sessionSeconds * 1000 } as const;
    response.cookie(cookieName, await tokens.issue(known.user), cookie).json(profile(known.user));
  });

  app.get('/api/identity/session', async (request, response) => {
    const user = await tokens.read(tokenOf(request) ?? '');
    if (user === null) return sendProblem(response, 401, 'session/none', 'You are not signed in.');
    response.set('cache-control', 'no-store').json(profile(user));
  });

  app.delete('/api/identity/session', (request, response) => {
    if (request.headers['x-kalends-request'] === undefined) {
      return sendProblem(response, 403, 'session/foreign-request', 'The header X-Kalends-Request is missing.');
    }
    response.clearCookie(cookieName, { httpOnly: true, sameSite: 'lax', path: '/' }).status(204).end();
  });

  app.get('/api/identity/.well-known/jwks.json', (_request, response) => {
    response.json(tokens.jwks);
  });

  app.use((_request, response) => sendProblem(response, 404, 'route/unknown', 'There is nothing at this address.'));
  return app;
}
