import { z } from 'zod';

export const startConsentBody = z
  .object({
    plan: z.enum(['create', 'existing']).default('create').meta({
      description: 'A calendar that Kalends creates, or one that exists: the latter asks for one permission more',
    }),
    shareAccount: z.boolean().default(false).meta({
      description: 'The person knows that another resource uses the same Google account',
    }),
  })
  .prefault({});
export type StartConsentBody = z.infer<typeof startConsentBody>;

export const startConsentAnswer = z.object({
  consentId: z.uuid(),
  authorizationUrl: z.url(),
  expiresAt: z.iso.datetime(),
});

export const consentAnswer = z.object({
  resourceId: z.uuid(),
  state: z.enum(['none', 'granted', 'needs-consent', 'withdrawn']),
  plan: z.enum(['create', 'existing']).nullable(),
  account: z.string().nullable().meta({ description: 'Address of the connected Google account' }),
  grantedScopes: z.array(z.string()),
  missingScopes: z.array(z.string()),
  abilities: z.object({ createCalendar: z.boolean(), listCalendars: z.boolean(), useExisting: z.boolean() }),
  attempt: z
    .object({
      id: z.uuid(),
      status: z.enum([
        'waiting',
        'granted',
        'denied',
        'blocked-by-admin',
        'scope-missing',
        'account-in-use',
        'other-account',
        'expired',
        'cancelled',
        'failed',
      ]),
      expiresAt: z.iso.datetime(),
    })
    .nullable()
    .meta({ description: "The last trip to Google's page, unless something happened to the consent since" }),
  sentence: z.string(),
  action: z
    .enum(['connect', 'wait', 'ask-again', 'share-account', 'disconnect', 'reconnect'])
    .nullable()
    .meta({ description: 'The one action that helps' }),
});
