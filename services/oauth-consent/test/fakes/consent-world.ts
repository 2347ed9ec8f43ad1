import { randomBytes } from 'node:crypto';
import { ConsentState, type ConsentChanged } from '@kalends/contracts';
import { silentLog, systemRandomness, uuidv7, type UnitOfWork } from '@kalends/kernel';
import { consentParts, type ConsentParts } from '../../src/consent-parts';
import type { CallbackAnswer } from '../../src/consent/app/complete-consent';
import type { ConsentTx } from '../../src/consent/app/consent-tx';
import type { ConsentPlan } from '../../src/consent/domain/scopes';
import { KeyRing } from '../../src/key-ring/key-ring';
import type { Vault } from '../../src/key-ring/vault';
import { silentSignals } from '../../src/signals';
import { FakeGoogle } from './fake-google';

export const tenants = { a: uuidv7.next(), b: uuidv7.next() };
export const user = uuidv7.next();

export const ringKeys = { first: randomBytes(32).toString('base64'), second: randomBytes(32).toString('base64') };

/** Where transactions go: memory, or a real database. */
export interface Backing {
  readonly unitOfWork: UnitOfWork<ConsentTx>;
  /** Events told so far, oldest first. */
  events(): Promise<ConsentChanged[]>;
}

/** The service's parts over a fake Google and a clock that stands still until it is moved. */
export class ConsentWorld {
  readonly google = new FakeGoogle();
  readonly parts: ConsentParts;
  now = new Date('2026-11-21T09:00:00Z');

  constructor(
    readonly backing: Backing,
    vault: Vault = new KeyRing({ current: 'first', keys: ringKeys }),
  ) {
    this.parts = this.withVault(vault);
  }

  /** The same world seen by a process with another key ring. */
  withVault(vault: Vault): ConsentParts {
    return consentParts({
      ...{ unitOfWork: this.backing.unitOfWork, google: this.google, googleCalendars: this.google, vault },
      ...{ ids: uuidv7, randomness: systemRandomness, log: silentLog, signals: silentSignals, clientId: 'client' },
      resources: { find: () => Promise.resolve(null) },
      clock: { now: () => this.now },
    });
  }

  pass(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  async start(
    resourceId: string,
    options: { tenantId?: string; plan?: ConsentPlan; share?: boolean } = {},
  ): Promise<string> {
    const { tenantId = tenants.a, plan = 'create', share = false } = options;
    const command = { tenantId, userId: user, resourceId, plan, shareAccount: share };
    return (await this.parts.startConsent.execute(command)).authorizationUrl;
  }

  comeBack(
    answer: { state: string; code?: string; error?: string },
    who: { tenantId?: string; userId?: string } = {},
  ): Promise<CallbackAnswer> {
    const { state, code = null, error = null } = answer;
    return this.parts.completeConsent.execute({ tenantId: tenants.a, userId: user, ...who, state, code, error });
  }

  /** Start, tick, come back. */
  async consent(
    resourceId: string,
    email: string,
    options: { tenantId?: string; plan?: ConsentPlan; share?: boolean; ticked?: readonly string[] } = {},
  ): Promise<CallbackAnswer> {
    const url = await this.start(resourceId, options);
    return this.comeBack(this.google.answer(url, email, options.ticked), { tenantId: options.tenantId ?? tenants.a });
  }

  read(resourceId: string, tenantId = tenants.a) {
    return this.parts.readConsent.execute({ tenantId, resourceId });
  }

  /** `state version` of the events of a resource. */
  async told(resourceId: string): Promise<string[]> {
    const events = await this.backing.events();
    return events
      .filter((event) => event.resourceId === resourceId)
      .map(({ state, version }) => `${ConsentState[state]} ${version}`);
  }
}
