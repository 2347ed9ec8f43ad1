import type { TraceHeaders } from '@kalends/telemetry';

/** Smaller is sooner. */
export const priority = { interactive: 0, today: 1, bulk: 2 } as const;
export type Priority = (typeof priority)[keyof typeof priority];

/** What may have to be written to Google: at most one piece per (link, appointment), which coalesces quick edits. */
export interface WorkStore {
  /** Asks for a look at this appointment; work that is there already becomes due no later and no less important. */
  bump(request: WorkRequest): Promise<void>;

  /**
   * Across tenants: leases the next due piece until `leaseUntil`, the most important first, among equals of the grant that
   * was served longest ago, and never more than `perGrant` at a time of one grant or any of one that is backed off.
   */
  claim(at: { now: Date; leaseUntil: Date; token: string; perGrant: number }): Promise<ClaimedWork | null>;

  /** Holds a piece for longer. Idle when the lease was lost. */
  extend(work: ClaimedWork, leaseUntil: Date): Promise<void>;

  /** Ends a piece, unless it was bumped since it was claimed: then it is due again at once. Idle when the lease was lost. */
  complete(work: ClaimedWork, now: Date): Promise<void>;

  /** Gives a piece back to be tried again at `dueAt`. Idle when the lease was lost. */
  postpone(work: ClaimedWork, dueAt: Date, attempts: number): Promise<void>;

  /** A link that can't work: its pieces wait, not due, until `resume`. */
  pause(linkId: string): Promise<void>;
  resume(linkId: string, now: Date): Promise<void>;
  drop(linkId: string): Promise<void>;
  /** The account behind a link is another one now. */
  regrant(linkId: string, grantId: string): Promise<void>;

  pending(linkId: string): Promise<Pending>;
}

export interface WorkRequest {
  readonly tenantId: string;
  readonly linkId: string;
  readonly appointmentId: string;
  readonly grantId: string;
  readonly priority: Priority;
  readonly initial: boolean;
  readonly now: Date;
  readonly dueAt: Date;
}

export interface ClaimedWork {
  readonly tenantId: string;
  readonly linkId: string;
  readonly appointmentId: string;
  readonly initial: boolean;
  readonly attempts: number;
  readonly news: string;
  readonly token: string;
  /** The trace of the change that asked for it last. */
  readonly trace?: TraceHeaders;
}

export interface Pending {
  readonly all: number;
  /** Of the initial export. */
  readonly initial: number;
  /** Since when the oldest has waited; null when nothing waits. */
  readonly since: Date | null;
}

type LinkOfWork = { readonly tenantId: string; readonly id: string; readonly grantId: string };

/** A change that somebody waits for. */
export const interactive = (link: LinkOfWork, appointmentId: string, now: Date): WorkRequest => ({
  tenantId: link.tenantId,
  linkId: link.id,
  grantId: link.grantId,
  appointmentId,
  priority: priority.interactive,
  initial: false,
  now,
  dueAt: now,
});

/** Long enough for the worker that caused a change to note that both sides have it. */
const ownChangeMs = 2_000;

/** A change that came from the link's own calendar: there is likely nothing to be written. */
export const ownChange = (link: LinkOfWork, appointmentId: string, now: Date): WorkRequest => ({
  ...interactive(link, appointmentId, now),
  dueAt: new Date(now.getTime() + ownChangeMs),
});
