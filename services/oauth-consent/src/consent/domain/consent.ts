import type { ConsentPlan } from './scopes';

/** A resource's consent to use a Google account. Kept after withdrawal: its version orders the events of the resource. */
export interface Consent {
  readonly resourceId: string;
  /** 1, 2, 3… for each resource. */
  readonly version: number;
  readonly state: 'granted' | 'needs-consent' | 'withdrawn';
  /** The Google account's grant; null once withdrawn. */
  readonly grantId: string | null;
  readonly plan: ConsentPlan;
  readonly changedAt: Date;
}

const next = (consent: Consent | null): number => (consent?.version ?? 0) + 1;

export const granted = (
  before: Consent | null,
  facts: { readonly resourceId: string; readonly grantId: string; readonly plan: ConsentPlan; readonly at: Date },
): Consent => ({
  resourceId: facts.resourceId,
  version: next(before),
  state: 'granted',
  grantId: facts.grantId,
  plan: facts.plan,
  changedAt: facts.at,
});

export const lost = (consent: Consent, at: Date): Consent => ({
  ...consent,
  version: next(consent),
  state: 'needs-consent',
  changedAt: at,
});

export const withdrawn = (consent: Consent, at: Date): Consent => ({
  ...consent,
  version: next(consent),
  state: 'withdrawn',
  grantId: null,
  changedAt: at,
});
