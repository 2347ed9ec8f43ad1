/** Kafka group and name in the inbox; other services know it by this name. */
export const serviceName = 'oauth-consent';

/** What the service listens to. */
export const heardEvents = ['resourceChanged', 'calendarLinkChanged'] as const;
