import { Pump, type Clock, type Ids, type Log, type Randomness, type UnitOfWork } from '@kalends/kernel';
import { ManageableResources, type Resources } from '@kalends/resources';
import { AccountCalendars } from './calendars/app/account-calendars';
import type { GoogleCalendars } from './calendars/app/google-calendars';
import { CancelConsent } from './consent/app/cancel-consent';
import { CompleteConsent } from './consent/app/complete-consent';
import { ConsentRequests } from './consent/app/consent-requests';
import type { ConsentTx } from './consent/app/consent-tx';
import { ReadConsent } from './consent/app/read-consent';
import { StartConsent } from './consent/app/start-consent';
import { TakeGrant } from './consent/app/take-grant';
import { WithdrawConsent } from './consent/app/withdraw-consent';
import type { GoogleOAuth } from './grant/app/google-oauth';
import { LoseGrant } from './grant/app/lose-grant';
import { RevokeUnused } from './grant/app/revoke-unused';
import { RewrapTokens } from './key-ring/rewrap-tokens';
import type { Vault } from './key-ring/vault';
import type { Signals } from './signals';
import { AccessTokens } from './token-broker/app/access-tokens';
import { TokenCache } from './token-broker/app/token-cache';

/** Everything outside that this service touches. */
export interface ConsentPorts {
  readonly unitOfWork: UnitOfWork<ConsentTx>;
  readonly google: GoogleOAuth;
  readonly googleCalendars: GoogleCalendars;
  readonly resources: Resources;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly signals: Signals;
  /** Of the OAuth client: an account is known per client. */
  readonly clientId: string;
}

const REVOCATION_POLL_MS = 5_000;
const REWRAP_POLL_MS = 10 * 60_000;

/** The service on its ports, whatever stands behind them. */
export function consentParts(ports: ConsentPorts) {
  const { unitOfWork, google, googleCalendars, vault, clock, ids, randomness, log, signals } = ports;
  const requests = new ConsentRequests(google, vault, clock, ids, randomness);
  const takeGrant = new TakeGrant(ports.clientId, vault, clock, ids, log);
  const loseGrant = new LoseGrant(unitOfWork, clock, ids, log, signals);
  const accessTokens = new AccessTokens(unitOfWork, google, vault, loseGrant, new TokenCache(), clock);
  const revokeUnused = new RevokeUnused(unitOfWork, google, vault, clock, randomness, log, signals);
  const rewrapTokens = new RewrapTokens(unitOfWork, vault, log);
  return {
    resources: new ManageableResources(ports.resources),
    startConsent: new StartConsent(unitOfWork, requests, clock),
    completeConsent: new CompleteConsent(unitOfWork, google, requests, takeGrant, clock, log, signals),
    cancelConsent: new CancelConsent(unitOfWork),
    withdrawConsent: new WithdrawConsent(unitOfWork, clock, ids, log),
    readConsent: new ReadConsent(unitOfWork, vault, clock),
    accessTokens,
    accountCalendars: new AccountCalendars(unitOfWork, accessTokens, googleCalendars, vault, log),
    revocations: new Pump('revocations', () => revokeUnused.step(), { idleMs: REVOCATION_POLL_MS, log }),
    rewrapping: new Pump('key-ring', () => rewrapTokens.step(), { idleMs: REWRAP_POLL_MS, log }),
  };
}

export type ConsentParts = ReturnType<typeof consentParts>;
