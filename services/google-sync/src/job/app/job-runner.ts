import { isDomainError, type Clock, type Ids, type Log, type Randomness, type UnitOfWork } from '@kalends/kernel';
import { backOff } from '../../back-off';
import { leaseMs, type LeaseKeeper } from '../../lease-keeper';
import type { LinkChanges } from '../../link/app/link-changes';
import { degraded, isWorking, type CalendarLink } from '../../link/domain/calendar-link';
import type { SyncTx } from '../../sync-tx';
import type { ClaimedJob, Job } from './job-store';
import { isLeaseLost, leaseLost } from './lease-lost';

/** What one kind of job does for a link. It may die anywhere and is begun anew: each run must be repeatable. */
export interface JobHandler {
  /**
   * @param link as it is at the begin; it works, unless the job is `disconnect`
   * @returns when the next run is due, or null: not again unless asked for
   * @throws DomainError: `unavailable` and `limited` are tried again later
   */
  run(link: CalendarLink, lease: Lease): Promise<Date | null>;
}

/** The right to be this link's only runner of the job. */
export interface Lease {
  /** Makes sure that it is held still; to be called between requests to Google. @throws DomainError `job/lease-lost` */
  extend(): Promise<void>;
}

export interface JobRunnerParts {
  readonly unitOfWork: UnitOfWork<SyncTx>;
  readonly links: LinkChanges;
  readonly leases: LeaseKeeper;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
}

/** Failures in a row after which people are told that a link lags. */
const degradedAfter = 3;

/** Runs what is due for links as a whole: at most one run of each kind per link at a time, and one queued (S12, S49). */
export class JobRunner {
  private readonly jobs: readonly Job[];

  constructor(
    private readonly parts: JobRunnerParts,
    private readonly handlers: Partial<Record<Job, JobHandler>>,
  ) {
    this.jobs = Object.keys(handlers) as Job[];
  }

  /** @returns how many jobs it took: 0 or 1 */
  async step(): Promise<number> {
    const { unitOfWork, clock, ids } = this.parts;
    const now = clock.now();
    const job = await unitOfWork.runAcrossTenants((tx) =>
      tx.jobs.claim(this.jobs, { now, leaseUntil: this.leaseEnd(), token: ids.next() }),
    );
    if (job === null) return 0;
    await this.parts.leases.during(
      () => this.extend(job),
      async () => {
        try {
          await this.run(job);
        } catch (error) {
          await this.giveBack(job, error);
        }
      },
    );
    return 1;
  }

  private async run(job: ClaimedJob): Promise<void> {
    const { clock, links } = this.parts;
    const link = await this.inTenant(job, async (tx) => {
      const found = await tx.links.get(job.linkId);
      if (found !== null && (isWorking(found) || job.job === 'disconnect')) return found;
      // A push to a link that waits for a person: remembered, not followed.
      if (found?.state === 'broken')
        await links.standStill(tx, job.linkId, () => tx.jobs.postpone(job, clock.now(), 0));
      else await tx.jobs.drop(job.linkId, [job.job]);
      return null;
    });
    if (link === null) return;
    let extendedAt = clock.now();
    const extend = async (): Promise<void> => {
      const now = clock.now();
      if (now.getTime() - extendedAt.getTime() < leaseMs / 3) return;
      extendedAt = now;
      if (!(await this.extend(job))) throw leaseLost('Another runner has taken over.');
    };
    const dueAt = await this.handlers[job.job]!.run(link, { extend });
    await this.inTenant(job, (tx) => tx.jobs.finish(job, clock.now(), dueAt));
  }

  private async giveBack(job: ClaimedJob, error: unknown): Promise<void> {
    const { clock, randomness, log, links } = this.parts;
    if (isLeaseLost(error)) return;
    const isBroken = isDomainError(error) && error.code === 'link/broken';
    const retryAt = isDomainError(error) && error.kind === 'limited' ? error.details['retryAt'] : undefined;
    const isGoogle = job.job === 'pull' && isDomainError(error) && error.code === 'google/unavailable';
    const attempts = job.attempts + 1;
    if (!isBroken) log.warn('job.postponed', { linkId: job.linkId, kind: job.job, attempt: attempts, error });
    await this.inTenant(job, async (tx) => {
      const dueAt = retryAt instanceof Date ? retryAt : backOff(clock, randomness, attempts);
      const postpone = (): Promise<void> => tx.jobs.postpone(job, dueAt, attempts);
      if (isBroken) return links.standStill(tx, job.linkId, postpone);
      await postpone();
      if (isGoogle && attempts >= degradedAfter)
        await links.change(tx, job.linkId, (link) => degraded(link, 'google-unavailable'));
    });
  }

  private extend(job: ClaimedJob): Promise<boolean> {
    return this.inTenant(job, (tx) => tx.jobs.extend(job, this.leaseEnd()));
  }

  private leaseEnd(): Date {
    return new Date(this.parts.clock.now().getTime() + leaseMs);
  }

  private inTenant<T>(job: ClaimedJob, work: (tx: SyncTx) => Promise<T>): Promise<T> {
    return this.parts.unitOfWork.run(job.tenantId, work);
  }
}
