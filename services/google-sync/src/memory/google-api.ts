import type { Gate } from '@kalends/memory';
import type { Timer } from '@kalends/kernel';
import type { Answer } from '../google/app/google-calendar';
import { judge } from '../google/infra/classify';

/** Google's Calendar API in the same process: parsed requests in, answers out. */
export interface GoogleApi {
  /** @param operation such as `calendar.events.insert` */
  call(operation: string, token: string, request: GoogleRequest, info: { method: string; path: string }): GoogleReply;
}

export interface GoogleRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface GoogleReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Reset: nothing came; cut: half of the body did. */
  readonly connection: 'kept' | 'reset' | 'cut';
}

/** How the caller reaches others. */
export interface GoogleCaller {
  readonly gate: Gate;
  readonly timer: Timer;
}

export interface GoogleCall {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly token: string;
  readonly params?: GoogleRequest['params'];
  readonly query?: GoogleRequest['query'];
  readonly headers?: GoogleRequest['headers'];
  readonly body?: unknown;
}

const timeoutMs = 10_000;

/** One request through the caller's gate, as `google.events.insert`. What the gate throws is a connection that failed. */
export function request<T>(
  api: GoogleApi,
  { gate, timer }: GoogleCaller,
  call: GoogleCall,
  read: (body: Record<string, unknown>) => T | null,
): Promise<Answer<T>> {
  const { operation, method, token, params = {}, query = {}, headers = {}, body } = call;
  const path = `/calendars/${params['calendarId'] ?? ''}/events/${params['eventId'] ?? ''}`;
  // As JSON does: members that are undefined are left out.
  const sent = { params, query, headers, body: body === undefined ? undefined : JSON.parse(JSON.stringify(body)) };
  return new Promise((resolve) => {
    const fail = (reason: string): void => resolve({ is: 'unavailable', reason });
    const cancel = timer.after(timeoutMs, () => fail('TimeoutError'));
    gate
      .pass(`google.${operation}`, () => api.call(`calendar.${operation}`, token, sent, { method, path }))
      .then(
        (reply) => resolve(answerOf(reply, read)),
        (error: unknown) => fail(error instanceof Error ? error.name : 'unknown'),
      )
      .finally(cancel);
  });
}

function answerOf<T>(reply: GoogleReply, read: (body: Record<string, unknown>) => T | null): Answer<T> {
  const { status, body, headers, connection } = reply;
  if (connection === 'reset') return { is: 'unavailable', reason: 'reset' };
  const whole = (body ?? {}) as Record<string, unknown>;
  const isCut = connection === 'cut' && body !== undefined;
  return judge({ status, retryAfter: headers?.['Retry-After'] ?? null }, isCut ? null : whole, read);
}
