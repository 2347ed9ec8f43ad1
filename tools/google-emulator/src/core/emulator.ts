import { isoOf, type Caller, type Context } from './context';
import { Database } from './database';
import { errors, GoogleError } from './google-error';
import { SignedIdTokens, type IdTokens } from './oauth/id-token';
import { OAuthError } from './oauth/oauth-error';
import { shortScopes } from './oauth/scopes';
import type { Answer, ApiRequest, Operation } from './operation';
import { operationById } from './operations';
import type { Clock, Journal, Randomness } from './ports';
import type { Resource } from './push/channel-record';
import { greet, notifyChannels } from './push/notify';
import { PushQueue } from './push/push-queue';
import { googleSettings, type Settings } from './settings';
import { State } from './state';
import { CallLog, type LoggedCall } from './traffic/call-log';
import { Faults, type FaultEffect } from './traffic/faults';
import { Quotas } from './traffic/quotas';

/** An answer with what a fault does to it on the wire. */
export interface Outcome extends Answer {
  readonly delayMs: number;
  readonly connection: 'kept' | 'reset' | 'cut';
}

/** What is known of a call besides its content. */
export interface CallInfo {
  readonly method: string;
  readonly path: string;
  readonly traceparent?: string;
}

export interface EmulatorPorts {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly journal: Journal;
  /** A push waits: somebody should look at `pushes.nextDueAt`. */
  readonly onPushQueued: () => void;
  /** Signed ones unless told otherwise. */
  readonly idTokens?: IdTokens;
}

type Subject = Pick<LoggedCall, 'operation' | 'account' | 'clientId' | 'calendarId' | 'writes'>;

/**
 * Google's Calendar API and OAuth server in memory, without HTTP: parsed requests in, answers out. Every call runs to its
 * end at once and is all or nothing, so that one process can drive it under a clock and a randomness of its own.
 */
export class Emulator {
  readonly state: State;
  readonly pushes: PushQueue;
  readonly faults: Faults;
  readonly quotas: Quotas;
  readonly log = new CallLog();
  readonly idTokens: IdTokens;

  constructor(private readonly ports: EmulatorPorts) {
    this.state = new State(new Database(ports.journal));
    this.pushes = new PushQueue(ports.random, ports.onPushQueued);
    this.faults = new Faults(ports.random);
    this.quotas = new Quotas(ports.random);
    this.idTokens = ports.idTokens ?? new SignedIdTokens(this.state);
  }

  /** Epoch ms: the clock given, run ahead by what the admin plane asked for. */
  now(): number {
    return this.ports.clock.now() + ((this.state.settings.get('', 'clockOffset') as number | undefined) ?? 0);
  }

  settings(): Settings {
    return { ...googleSettings, ...(this.state.settings.get('', 'settings') as Partial<Settings> | undefined) };
  }

  /**
   * One call of the Calendar API.
   * @param operationId such as `calendar.events.list`
   * @param accessToken the bearer token, without the word Bearer
   */
  call(operationId: string, accessToken: string | undefined, request: ApiRequest, info: CallInfo): Outcome {
    const operation = operationById(operationId);
    const token = this.state.accessTokens.get('', accessToken ?? '');
    const calendar = request.params.calendarId;
    const subject: Subject = {
      operation: operation.id,
      account: token?.account ?? null,
      clientId: token?.clientId ?? null,
      calendarId: (calendar === 'primary' ? token?.account : calendar) ?? null,
      writes: operation.writes,
    };
    return this.exchange(subject, info, (context) => {
      if (!token || token.expiresAt <= context.now) throw errors.authError();
      this.quotas.spend(context.settings, token.clientId, token.account, context.now);
      const caller = { account: token.account, clientId: token.clientId, scopes: shortScopes(token.scopes) };
      this.checkMayCall(context, operation, caller);
      return operation.run(context, caller, request, operation);
    });
  }

  private checkMayCall(context: Context, operation: Operation, caller: Caller): void {
    if (!operation.scopes.some((scope) => caller.scopes.includes(scope))) throw errors.insufficientPermissions();
    const readOnlyUntil = context.state.accounts.get('', caller.account)?.readOnlyUntil ?? 0;
    if (operation.writes && context.now < readOnlyUntil) throw errors.usageLimits(403, 'quotaExceeded');
  }

  /** A call of an OAuth endpoint: faults, log and errors as for the API. */
  oauth(operation: string, info: CallInfo, run: (context: Context) => Answer): Outcome {
    return this.exchange({ operation, account: null, clientId: null, calendarId: null, writes: false }, info, run);
  }

  /** What a person does on Google's own page: the operation with no client, token, quota or fault in between. */
  person(account: string, operationId: string, request: Partial<ApiRequest>): Answer {
    const operation = operationById(operationId);
    if (!this.state.accounts.get('', account)) throw errors.notFound();
    const caller: Caller = { account, clientId: null, scopes: operation.scopes };
    const whole: ApiRequest = { params: {}, query: {}, headers: {}, body: undefined, ...request };
    return this.run((context) => operation.run(context, caller, whole, operation)).result;
  }

  /** Runs `work` as one transaction; channels are told of what it changed. */
  run<T>(work: (context: Context) => T): { result: T; mails: number } {
    const changed = new Map<string, { resource: Resource; gone: boolean }>();
    const opened: string[] = [];
    let mails = 0;
    const now = this.now();
    const context: Context = {
      state: this.state,
      settings: this.settings(),
      random: this.ports.random,
      now,
      changed: (resource, gone = false) => changed.set(JSON.stringify(resource), { resource, gone }),
      opened: (channelId) => opened.push(channelId),
      mailed: (count) => (mails += count),
    };
    const result = this.state.database.transact(() => {
      const worked = work(context);
      for (const id of opened) greet(this.state, this.pushes, now, id);
      for (const { resource, gone } of changed.values())
        notifyChannels(this.state, this.pushes, this.ports.random, now, resource, gone ? 'not_exists' : 'exists');
      return worked;
    });
    return { result, mails };
  }

  private exchange(subject: Subject, info: CallInfo, work: (context: Context) => Answer): Outcome {
    const fault = this.faults.hit({ method: info.method, path: info.path, account: subject.account });
    const prevents = fault?.when === 'before' && (fault.status !== undefined || fault.connection === 'reset');
    const { answer, mails } = prevents ? { answer: { status: 0 }, mails: 0 } : this.attempt(work);
    const final = fault?.status === undefined ? answer : faultAnswer(fault, subject.operation);
    this.log.add({
      ...subject,
      at: isoOf(this.now()),
      method: info.method.toUpperCase(),
      path: info.path,
      status: final.status,
      reason: reasonOf(final),
      mails,
      fault: fault !== null,
      traceparent: info.traceparent ?? null,
    });
    return { ...final, delayMs: fault?.delayMs ?? 0, connection: fault?.connection ?? 'kept' };
  }

  private attempt(work: (context: Context) => Answer): { answer: Answer; mails: number } {
    try {
      const { result, mails } = this.run(work);
      return { answer: result, mails };
    } catch (error) {
      if (error instanceof GoogleError || error instanceof OAuthError)
        return { answer: { status: error.status, body: error.body }, mails: 0 };
      throw error;
    }
  }
}

function faultAnswer({ status, reason }: FaultEffect, operation: string): Answer {
  const error = operation.startsWith('oauth.')
    ? new OAuthError(reason ?? 'internal_failure', 'Injected fault', status)
    : faultError(status!, reason);
  return { status: error.status, body: error.body };
}

function faultError(status: number, reason: string | undefined): GoogleError {
  if (reason === 'rateLimitExceeded' || reason === 'userRateLimitExceeded' || reason === 'quotaExceeded')
    return errors.usageLimits(status, reason);
  return status === 410 && reason === undefined ? errors.fullSyncRequired() : errors.backendError(status, reason);
}

function reasonOf({ body }: Answer): string | null {
  const { error } = (body ?? {}) as { error?: string | { errors: { reason: string }[] } };
  return typeof error === 'string' ? error : (error?.errors[0]?.reason ?? null);
}
