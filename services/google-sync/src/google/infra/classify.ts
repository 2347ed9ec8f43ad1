import type { Answer, Failure } from '../app/google-calendar';

/** A reply of Google's, not yet judged. */
export interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

interface ErrorBody {
  readonly error?: {
    readonly message?: string;
    readonly errors?: readonly { readonly domain?: string; readonly reason?: string }[];
  };
}

/**
 * What a reply proves (Calendar API, "Handle API errors"). A success whose body is not whole JSON proves nothing: it may
 * have been applied.
 */
export function classify<T>(reply: Reply, read: (body: Record<string, unknown>) => T | null): Answer<T> {
  return judge(reply, reply.body === '' ? {} : parse(reply.body), read);
}

/** The same of a body that is JSON already; null: it is not whole. */
export function judge<T>(
  reply: Omit<Reply, 'body'>,
  body: Record<string, unknown> | null,
  read: (body: Record<string, unknown>) => T | null,
): Answer<T> {
  if (reply.status < 200 || reply.status >= 300) return failure(reply, body);
  const value = body === null ? null : read(body);
  return value === null ? { is: 'unavailable', reason: 'cut-answer' } : { is: 'ok', value };
}

function failure({ status, retryAfter }: Omit<Reply, 'body'>, body: ErrorBody | null): Failure {
  const { domain = '', reason = '' } = body?.error?.errors?.[0] ?? {};
  switch (status) {
    case 400:
      return { is: 'invalid', reason };
    case 401:
      return { is: 'unauthorized' };
    case 403:
      return domain === 'usageLimits' ? limited(retryAfter, reason) : { is: 'forbidden', reason };
    case 404:
      return { is: 'not-found' };
    case 409:
      return { is: 'duplicate' };
    case 410:
      return { is: 'gone', what: reason === 'deleted' ? 'deleted' : 'full-sync-required' };
    case 412:
      return { is: 'precondition-failed' };
    case 429:
      return limited(retryAfter, reason);
    default:
      return { is: 'unavailable', reason: `status-${status}` };
  }
}

/** 403 quotaExceeded lasts for hours: that account is read-only until then (Calendar usage limits). */
const limited = (retryAfter: string | null, reason: string): Failure => {
  const seconds = Number(retryAfter);
  const told = retryAfter !== null && Number.isFinite(seconds) ? seconds * 1000 : null;
  return { is: 'rate-limited', retryAfterMs: told ?? (reason === 'quotaExceeded' ? 60 * 60 * 1000 : null) };
};

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
