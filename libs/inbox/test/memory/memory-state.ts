import type { OutboxRecord } from '@kalends/outbox';
import type { ParkedEvent } from '../../src';

/** What a database would hold. */
export interface MemoryState {
  outbox: (OutboxRecord & { sent: boolean })[];
  leases: { holder: string; expiresAt: number } | null;
  applied: Set<string>;
  guards: Map<string, { version: number; held: boolean }>;
  parked: (ParkedEvent & { replayedBy?: string })[];
  /** `<aggregate>:<version>` for each time that a handler's effect was committed. */
  effects: string[];
}
