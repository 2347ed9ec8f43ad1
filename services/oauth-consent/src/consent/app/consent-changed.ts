import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ConsentChangedSchema, ConsentState } from '@kalends/contracts';
import type { Outbox } from '@kalends/outbox';
import type { Consent } from '../domain/consent';

const states = {
  granted: ConsentState.GRANTED,
  'needs-consent': ConsentState.NEEDS_CONSENT,
  withdrawn: ConsentState.WITHDRAWN,
} as const;

/** Tells of a consent's new state: ids and scopes, never the account. */
export function tellConsentChanged(
  outbox: Outbox,
  facts: {
    readonly eventId: string;
    readonly tenantId: string;
    readonly consent: Consent;
    readonly scopes: readonly string[];
  },
): Promise<void> {
  const { eventId, tenantId, consent, scopes } = facts;
  const payload = create(ConsentChangedSchema, {
    eventId,
    occurredAt: timestampFromDate(consent.changedAt),
    tenantId,
    resourceId: consent.resourceId,
    state: states[consent.state],
    grantId: consent.grantId ?? '',
    grantedScopes: [...scopes],
    version: consent.version,
  });
  return outbox.append({
    name: 'consentChanged',
    tenantId,
    aggregateId: consent.resourceId,
    version: consent.version,
    payload,
  });
}
