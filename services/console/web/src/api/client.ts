import { client } from './gen/client.gen';
import { Problem, problemFrom } from './problem';

/** The generated client on the own origin; every failed answer becomes a Problem. Call once before the first request. */
export function startClient(): void {
  client.setConfig({ baseUrl: '', throwOnError: true, headers: { 'X-Kalends-Request': '1' } });
  client.interceptors.error.use((error, response) =>
    response ? problemFrom(response.status, error) : new Problem(0, 'network/unreachable', null, {}),
  );
}

/** If-Match for the version that the person saw: a newer one on the server refuses the change. */
export const ifMatch = (version: number): { 'If-Match': string } => ({ 'If-Match': `"${version}"` });

/** The body of a generated call's answer. */
export const bodyOf = async <T>(answer: Promise<{ data: T }>): Promise<T> => (await answer).data;

/** A request to a service that has no generated client. */
export const request = async <T>(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown): Promise<T> =>
  (await bodyOf(
    client.request<T, unknown, true>({
      method,
      url,
      body,
      throwOnError: true,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    }),
  )) as T;
