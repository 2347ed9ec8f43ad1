import { metrics } from '@opentelemetry/api';

/** What the business wants to see of consents; labels are few and stable. */
export interface Signals {
  /** A trip to Google's page ended like this. */
  answered(outcome: string): void;
  /** Google no longer accepts an account's grant. */
  lost(): void;
  /** A grant was given back to Google; `failed`: not yet, it is tried again. */
  revoked(result: 'done' | 'failed'): void;
}

export function telemetrySignals(): Signals {
  const meter = metrics.getMeter('oauth-consent');
  const answered = meter.createCounter('kalends.consent.answered');
  const lost = meter.createCounter('kalends.consent.lost');
  const revoked = meter.createCounter('kalends.consent.revoked');
  return {
    answered: (outcome) => answered.add(1, { outcome }),
    lost: () => lost.add(1),
    revoked: (result) => revoked.add(1, { result }),
  };
}

export const silentSignals: Signals = { answered: () => {}, lost: () => {}, revoked: () => {} };
