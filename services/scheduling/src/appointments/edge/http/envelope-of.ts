import type { User } from '@kalends/access';
import { DomainError, type Ids } from '@kalends/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { branchesOf } from '../../../http/access';
import type { Envelope } from '../../app/envelope';

/** What the Idempotency-Key header asks for: the key, and what the request must be to be the same. */
export interface Repeatable {
  readonly key: string;
  readonly hash: string;
}

/** The request's Idempotency-Key with a digest of its route and body; null without the header. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): Repeatable | null => {
  const request = context.switchToHttp().getRequest<Request>();
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,80}$/.test(key)) {
    throw new DomainError(
      'invalid',
      'request/idempotency-key',
      'The Idempotency-Key must be 1 to 80 visible ASCII characters.',
    );
  }
  const hash = createHash('sha256').update(
    `${request.method} ${request.path}\n${JSON.stringify(request.body ?? null)}`,
  );
  return { key, hash: hash.digest('base64url') };
});

/** A command of a signed-in user, made in the planner. */
export function envelopeOf(
  user: User,
  what: { readonly operation: string; readonly expectedVersion?: number; readonly repeatable: Repeatable | null },
  ids: Ids,
): Envelope {
  const { operation, expectedVersion = null, repeatable } = what;
  return {
    tenantId: user.tenantId,
    commandId: repeatable ? `${user.id}/${repeatable.key}` : ids.next(),
    requestHash: repeatable?.hash ?? null,
    expectedVersion,
    origin: 'planner',
    actor: { kind: 'user', id: user.id },
    branches: branchesOf(user, 'receptionist'),
    cause: { kind: `planner/${operation}`, details: {} },
    capacityPolicy: 'refuse',
    conflicts: [],
  };
}
