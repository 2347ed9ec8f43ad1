/** Kafka group of the service, and its name in the inbox. */
export const consumerName = 'google-sync';

/** What it listens to. */
export const heardEvents = ['appointmentChanged', 'consentChanged', 'branchChanged', 'resourceChanged'] as const;
