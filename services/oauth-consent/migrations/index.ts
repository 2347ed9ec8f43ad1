import { Inbox1700000000002 } from '@kalends/inbox';
import { Outbox1700000000001 } from '@kalends/outbox';
import { Consent1763700000000 } from './1763700000000-consent';

/** In the order in which they are applied. */
export const migrations = [Outbox1700000000001, Inbox1700000000002, Consent1763700000000];
