import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { DomainError, isDomainError } from '@kalends/kernel';
import { grpcOf, kindOfGrpc } from './status';

const codeKey = 'kalends-code';
const detailsKey = 'kalends-details-bin';

/** A DomainError as the trailer of a gRPC call. Anything else becomes INTERNAL without its text. */
export function toGrpcError(error: unknown): Pick<ServiceError, 'code' | 'details' | 'metadata'> {
  const known = isDomainError(error)
    ? error
    : new DomainError('internal', 'internal/unexpected', 'Unexpected failure.');
  const metadata = new Metadata();
  metadata.set(codeKey, known.code);
  metadata.set(detailsKey, Buffer.from(JSON.stringify(known.details)));
  return { code: grpcOf[known.kind], details: known.message, metadata };
}

/** The DomainError that the called service threw, or `unavailable` when the call did not get through. */
export function fromGrpcError(error: unknown): DomainError {
  if (isDomainError(error)) return error;
  if (!isServiceError(error))
    return new DomainError('internal', 'rpc/failed', 'A service failed.', {}, { cause: error });
  const code = error.metadata?.get(codeKey)[0];
  const details = error.metadata?.get(detailsKey)[0];
  return new DomainError(
    kindOfGrpc(error.code),
    typeof code === 'string' ? (code as DomainError['code']) : 'rpc/unavailable',
    typeof code === 'string' ? error.details : 'A service that is needed does not answer; try again shortly.',
    Buffer.isBuffer(details) ? (JSON.parse(details.toString()) as Record<string, unknown>) : {},
    { cause: error },
  );
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number';
