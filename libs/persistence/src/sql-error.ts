import { DomainError } from '@kalends/kernel';

/**
 * A statement that Postgres refused, with the parts that are safe to pass on. Postgres' `detail` prints other rows'
 * values (another customer's times) and TypeORM's error carries the parameters: neither gets past this class.
 */
export class SqlError extends Error {
  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code: string,
    readonly constraint: string | undefined,
    readonly table: string | undefined,
  ) {
    super(message);
    this.name = 'SqlError';
  }
}

/** Serialization failure, deadlock: the same transaction may well succeed when repeated. */
export const isRepeatable = (error: unknown): boolean =>
  error instanceof SqlError && (error.code === '40001' || error.code === '40P01');

const unavailableStates = new Set([
  '25P03', // idle in transaction for too long
  '53300', // too many connections
  '55P03', // lock not available in time
  '57014', // statement time-out
  '57P01', // the server shuts down
  '57P02',
  '57P03', // the server starts up
]);
const socketFailures = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const clientFailures = [
  'Query read timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client was closed',
  'Client has encountered a connection error',
  'not queryable',
];

/**
 * What may leave the database layer for `error`: a DomainError of kind `unavailable` when the server did not answer in
 * time or at all, an SqlError for a refused statement, and anything else untouched.
 */
export function withoutSecrets(error: unknown): unknown {
  if (error instanceof DomainError || error instanceof SqlError || !(error instanceof Error)) return error;
  const cause = 'driverError' in error && error.driverError instanceof Error ? error.driverError : error;
  const { code, constraint, table } = cause as { code?: string; constraint?: string; table?: string };
  const isUnavailable =
    (code !== undefined && (unavailableStates.has(code) || socketFailures.has(code) || code.startsWith('08'))) ||
    clientFailures.some((text) => cause.message.includes(text));
  if (isUnavailable) return unavailable(code ?? cause.message);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return new SqlError(cause.message, code, constraint, table);
  return error;
}

export const unavailable = (reason: string): DomainError =>
  new DomainError(
    'unavailable',
    'database/unavailable',
    'The database does not answer in time; try again shortly.',
    {},
    { cause: reason },
  );

/**
 * Runs one statement and turns the named constraints that it may break (unique 23505, exclusion 23P01, foreign key
 * 23503, check 23514) into the domain's own errors:
 * `await onConstraint(session.query(…), { allocation_no_overlap: () => new DomainError('conflict', 'appointment/slot-taken', …) })`.
 * The transaction is lost all the same: throw, don't go on.
 */
export async function onConstraint<T>(
  statement: Promise<T>,
  errors: Readonly<Record<string, () => DomainError>>,
): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    const translate =
      error instanceof SqlError && error.constraint !== undefined ? errors[error.constraint] : undefined;
    throw translate?.() ?? error;
  }
}
