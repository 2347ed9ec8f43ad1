/** An RFC 9457 answer of a service, or what stands in for one when no service answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** Stable word of the service, such as `appointment/slot-taken`; `network/unreachable` when nothing answered. */
    readonly code: string,
    /** Finds the trace: shown small as the support id. */
    readonly traceId: string | null,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(code);
    this.name = 'Problem';
  }
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, 'network/unreachable', null, {});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The problem that a failed answer tells; a body that is no problem+json (a proxy's page) counts by its status alone. */
export function problemFrom(status: number, body: unknown): Problem {
  if (!isRecord(body) || typeof body.code !== 'string') return new Problem(status, `http/${status}`, null, {});
  const { code, traceId, ...details } = body;
  return new Problem(status, code, typeof traceId === 'string' ? traceId : null, details);
}
