import type { ChangeLog, LoggedChange } from './change-log';
import type { AddressedChange } from './addressed-change';

/** Who listens: a page of one tenant's user at one branch. */
export interface Audience {
  readonly tenantId: string;
  readonly branchId: string;
}

export type Listener = (change: LoggedChange) => void;

const concerns = ({ tenantId, branchId }: AddressedChange, audience: Audience): boolean =>
  tenantId === audience.tenantId && (branchId === null || branchId === audience.branchId);

/** Hands each change to the pages that it concerns, and to no other tenant's. */
export class LiveHub {
  private readonly listeners = new Map<Listener, Audience>();

  constructor(private readonly log: ChangeLog) {}

  publish(change: AddressedChange): void {
    const logged = this.log.append(change);
    for (const [listener, audience] of this.listeners) if (concerns(change, audience)) listener(logged);
  }

  /** Returns what ends the listening. */
  listen(audience: Audience, listener: Listener): () => void {
    this.listeners.set(listener, audience);
    return () => this.listeners.delete(listener);
  }

  /** What the audience missed since it saw `id`; null when that can't be told. */
  missed(audience: Audience, id: string): readonly LoggedChange[] | null {
    return this.log.since(id)?.filter((change) => concerns(change, audience)) ?? null;
  }

  latestId(): string {
    return this.log.latest();
  }
}
