import { Outbox1700000000001 } from '@kalends/outbox';
import { Scheduling1763700000000 } from './1763700000000-scheduling';

/** In order; the runner applies what is pending. */
export const migrations = [Outbox1700000000001, Scheduling1763700000000];
