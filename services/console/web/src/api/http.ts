import { Problem, problemFrom } from './problem';

export interface RequestOptions {
  readonly body?: unknown;
  /** The version that the person saw: sent as If-Match, a newer one on the server refuses the change. */
  readonly version?: number;
  /** The same key again answers the first answer again. */
  readonly idempotencyKey?: string;
}

/** One JSON request to the own origin. Throws a Problem for every answer that is not 2xx. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { 'X-Kalends-Request': '1' };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  const answer = await reach(path, { method, headers, body: JSON.stringify(options.body) });
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw problemFrom(answer.status, body);
  return body as T;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    throw new Problem(0, 'network/unreachable', null, { cause: String(error) });
  }
}
