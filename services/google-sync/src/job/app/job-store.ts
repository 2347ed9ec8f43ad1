/**
 * What is done for a link as a whole, one at a time of each kind:
 * export (list the appointments to export) · pull (read what is new in the calendar) · compare (read all of it) ·
 * watch (make or renew the push channel) · reset (empty the calendar before the link begins) · disconnect (undo the link).
 */
export type Job = 'export' | 'pull' | 'compare' | 'watch' | 'reset' | 'disconnect';

export interface JobStore {
  /** Asks for a run at `dueAt` or sooner; while one is under way, for another one after it (S49). */
  request(request: { tenantId: string; linkId: string; grantId: string; job: Job; dueAt: Date }): Promise<void>;

  /** Is the job waiting, or under way? */
  isAsked(linkId: string, job: Job): Promise<boolean>;

  /** Across tenants: leases the job that is due longest, unless its grant is backed off. */
  claim(jobs: readonly Job[], at: { now: Date; leaseUntil: Date; token: string }): Promise<ClaimedJob | null>;

  /** Holds the lease for longer. @returns false when it was lost: another runner may be at work */
  extend(job: ClaimedJob, leaseUntil: Date): Promise<boolean>;

  /**
   * Ends a run: the next is at `dueAt`, or at once when one was asked for meanwhile; null: never again unless asked for.
   * Idle when the lease was lost.
   */
  finish(job: ClaimedJob, now: Date, dueAt: Date | null): Promise<void>;

  /** Ends a run that failed: again at `dueAt`. Idle when the lease was lost. */
  postpone(job: ClaimedJob, dueAt: Date, attempts: number): Promise<void>;

  pause(linkId: string): Promise<void>;
  resume(linkId: string, now: Date): Promise<void>;
  drop(linkId: string, jobs?: readonly Job[]): Promise<void>;
  regrant(linkId: string, grantId: string): Promise<void>;
}

export interface ClaimedJob {
  readonly tenantId: string;
  readonly linkId: string;
  readonly job: Job;
  readonly attempts: number;
  readonly news: string;
  readonly token: string;
}
