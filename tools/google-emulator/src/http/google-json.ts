import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { CallInfo, Outcome } from '../core/emulator';
import { GoogleError } from '../core/google-error';
import { OAuthError } from '../core/oauth/oauth-error';
import type { Answer, ApiRequest } from '../core/operation';

export const infoOf = (request: Request): CallInfo => ({
  method: request.method,
  path: request.path,
  traceparent: request.get('traceparent'),
});

export const apiRequestOf = (request: Request): ApiRequest => ({
  params: request.params as Record<string, string>,
  query: request.query as ApiRequest['query'],
  headers: request.headers as Record<string, string | undefined>,
  body: request.body as unknown,
});

/** Sends an answer as it is. */
export function sendAnswer(response: Response, { status, headers = {}, body }: Answer): void {
  response.status(status).set(headers);
  if (body === undefined) response.end();
  else response.json(body);
}

/** Sends an outcome with what a fault does to it: waiting, a reset connection, or a body cut in the middle. */
export async function sendOutcome(response: Response, outcome: Outcome): Promise<void> {
  if (outcome.delayMs > 0) await wait(outcome.delayMs, undefined, { ref: false });
  if (outcome.connection === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (outcome.connection === 'kept') return sendAnswer(response, outcome);
  const whole = Buffer.from(JSON.stringify(outcome.body ?? {}));
  response.status(outcome.status).set({ 'Content-Type': 'application/json', 'Content-Length': String(whole.length) });
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.socket?.destroy());
}

/** Google's error JSON or RFC 6749's for what was thrown; null for anything unexpected. */
export function answerOf(error: unknown): Answer | null {
  if (error instanceof GoogleError || error instanceof OAuthError) return { status: error.status, body: error.body };
  return null;
}

export const param = (request: Request, name: string) => String(request.params[name]);
