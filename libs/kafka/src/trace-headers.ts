import { context, propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';

/** Headers (W3C `traceparent`, `tracestate`) that carry the current trace on; none when there is none. */
export function traceHeaders(of: Context = context.active()): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(of, headers);
  return headers;
}

/** The trace that a record's headers carry, for `context.with`. */
export const traceContext = (headers: Readonly<Record<string, string>>): Context =>
  propagation.extract(ROOT_CONTEXT, headers);
