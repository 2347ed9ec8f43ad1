import { status as grpc } from '@grpc/grpc-js';
import type { ErrorKind } from '@kalends/kernel';

/** HTTP status and title of each kind of error (RFC 9110, RFC 6585). */
export const httpOf: Readonly<Record<ErrorKind, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 422, title: 'Not usable as it is' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'In conflict with something else' },
  stale: { status: 412, title: 'Changed in the meantime' },
  limited: { status: 429, title: 'Too much at once' },
  unavailable: { status: 503, title: 'Not available right now' },
  internal: { status: 500, title: 'Something went wrong on our side' },
};

/** gRPC status of each kind of error. */
export const grpcOf: Readonly<Record<ErrorKind, grpc>> = {
  invalid: grpc.INVALID_ARGUMENT,
  unauthenticated: grpc.UNAUTHENTICATED,
  forbidden: grpc.PERMISSION_DENIED,
  'not-found': grpc.NOT_FOUND,
  conflict: grpc.ALREADY_EXISTS,
  stale: grpc.FAILED_PRECONDITION,
  limited: grpc.RESOURCE_EXHAUSTED,
  unavailable: grpc.UNAVAILABLE,
  internal: grpc.INTERNAL,
};

/** The kind that a gRPC status stands for; statuses that say "the call did not get through" are `unavailable`. */
export function kindOfGrpc(code: grpc): ErrorKind {
  if (code === grpc.DEADLINE_EXCEEDED || code === grpc.CANCELLED || code === grpc.ABORTED) return 'unavailable';
  const found = Object.entries(grpcOf).find(([, status]) => status === code);
  return found ? (found[0] as ErrorKind) : 'internal';
}
