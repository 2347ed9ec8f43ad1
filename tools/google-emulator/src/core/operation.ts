import type { Caller, Context } from './context';
import { errors } from './google-error';

/** A parsed request, free of any HTTP library. Header names are in lower case. */
export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One method of the Calendar API, as the discovery document lists it. */
export interface Operation {
  /** Such as `calendar.events.insert`. */
  readonly id: string;
  readonly verb: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /calendar/v3, parameters as `:name`. */
  readonly path: string;
  /** Any one of these (without their common prefix) opens the method; which calendars it opens is up to access.ts. */
  readonly scopes: readonly string[];
  /** Changes something: refused to accounts over their usage limits. */
  readonly writes: boolean;
  run(context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer;
}

export const ok = (body: { etag?: string; [name: string]: unknown }): Answer => ({
  status: 200,
  body,
  headers: body.etag ? { ETag: body.etag } : {},
});

export const noContent: Answer = { status: 204 };

type Query = ApiRequest['query'];

export function single(query: Query, name: string): string | undefined {
  const value = query[name];
  const text = Array.isArray(value) ? value[value.length - 1] : (value as string | undefined);
  return text === '' ? undefined : text;
}

export function repeated(query: Query, name: string): readonly string[] {
  const value = query[name];
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value as string];
}

export function flag(query: Query, name: string): boolean | undefined {
  const value = single(query, name);
  if (value === undefined) return undefined;
  if (value !== 'true' && value !== 'false') throw errors.invalid(`Invalid boolean value: '${value}'.`, name);
  return value === 'true';
}

export function positive(query: Query, name: string): number | undefined {
  const value = single(query, name);
  if (value === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(value))
    throw errors.invalid(`Invalid value '${value}'. Values must be within the range: [1, 2147483647]`, name);
  return Number(value);
}

/** If-Match of update, patch and delete. */
export function checkIfMatch(request: ApiRequest, etag: string): void {
  const wanted = request.headers['if-match'];
  if (wanted !== undefined && wanted !== '*' && wanted !== etag) throw errors.conditionNotMet();
}

/** If-None-Match of get: true means 304. */
export function isKnown(request: ApiRequest, etag: string): boolean {
  const known = request.headers['if-none-match'];
  return known === '*' || known === etag;
}
