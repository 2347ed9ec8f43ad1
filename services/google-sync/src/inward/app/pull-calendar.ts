import type { Clock, Log, Randomness, UnitOfWork } from '@kalends/kernel';
import type { JobHandler, Lease } from '../../job/app/job-runner';
import type { LinkChanges } from '../../link/app/link-changes';
import { degraded, deletionsDone, type CalendarLink } from '../../link/domain/calendar-link';
import type { Signals } from '../../signals';
import type { SyncTx } from '../../sync-tx';
import { interactive } from '../../outward/app/work-store';
import { deletionsAllowed } from '../domain/brake';
import type { CalendarReading, ReadCalendar } from './read-calendar';

export interface PullParts {
  readonly unitOfWork: UnitOfWork<SyncTx>;
  readonly calendar: ReadCalendar;
  readonly links: LinkChanges;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly signals: Signals;
  /** Safety poll: how long a lost push may go unnoticed. */
  readonly pollMs: number;
}

/** Job `pull`: brings what is new in the calendar into Kalends, by sync token, or by reading all of it. */
export class PullCalendar implements JobHandler {
  constructor(private readonly parts: PullParts) {}

  async run(link: CalendarLink, lease: Lease): Promise<Date> {
    await this.conclude(link, await this.read(link, lease), lease);
    // Links don't poll in step, or Google would have them all at once.
    return soon(this.parts, this.parts.pollMs);
  }

  private async read(link: CalendarLink, lease: Lease): Promise<CalendarReading> {
    const { calendar, unitOfWork } = this.parts;
    if (link.syncToken !== null) {
      const reading = await calendar.since(link, link.syncToken, lease);
      if (reading !== null) return reading;
      // Dropped first: should this run die, the next one reads all and loses nothing of the gap.
      await unitOfWork.run(link.tenantId, (tx) => tx.links.remember(link.id, { syncToken: null }));
    }
    return calendar.whole(link, lease);
  }

  /** Deletions and the new token come last, in this order: until then a new run reads the same again (S57, S58). */
  private async conclude(link: CalendarLink, reading: CalendarReading, lease: Lease): Promise<void> {
    const { unitOfWork, links, calendar, clock, log } = this.parts;
    const { deletions, syncToken } = reading;
    const isHeld = await unitOfWork.run(link.tenantId, async (tx) => {
      if (link.deletionsApproved || link.mode === 'export') return false;
      if (deletions.length <= deletionsAllowed(await tx.mappings.countPresent(link.id))) return false;
      await links.change(tx, link.id, (current) => degraded(current, 'mass-deletion'));
      return true;
    });
    if (isHeld) {
      log.error('inward.mass-deletion', { linkId: link.id, count: deletions.length });
      return;
    }
    await calendar.delete(link, deletions, lease);
    await unitOfWork.run(link.tenantId, async (tx) => {
      await tx.links.remember(link.id, { syncToken, lastSuccessAt: clock.now() });
      await links.change(tx, link.id, deletionsDone);
      await links.recover(tx, link.id, ['google-unavailable', 'mass-deletion']);
    });
  }
}

/** Job `compare`: reads all of the calendar although nothing asks for it, and counts what nobody had told us of. */
export class CompareCalendar implements JobHandler {
  constructor(
    private readonly parts: PullParts,
    private readonly everyMs: number,
  ) {}

  async run(link: CalendarLink, lease: Lease): Promise<Date> {
    const { calendar, unitOfWork, clock, log, signals } = this.parts;
    // Before the calendar was read once, and while a person is asked about deletions, there is nothing to compare with.
    if (link.syncToken !== null && link.reason === null) {
      await calendar.since(link, link.syncToken, lease);
      const { changed, deletions } = await calendar.whole(link, lease);
      const unsettled = await unitOfWork.run(link.tenantId, async (tx) => {
        const ids = await tx.mappings.unsettled(link.id, 1_000);
        for (const id of ids) await tx.work.bump(interactive(link, id, clock.now()));
        return ids.length;
      });
      const count = changed + deletions.length + unsettled;
      if (count > 0) log.warn('inward.drift', { linkId: link.id, drift: count });
      signals.drift(count);
      // A missing event is dealt with by the next pull, which has the brake.
      if (deletions.length > 0) await unitOfWork.run(link.tenantId, (tx) => pullWhole(tx, link, clock.now()));
    }
    return soon(this.parts, this.everyMs);
  }
}

async function pullWhole(tx: SyncTx, link: CalendarLink, now: Date): Promise<void> {
  await tx.links.remember(link.id, { syncToken: null });
  await tx.jobs.request({ tenantId: link.tenantId, linkId: link.id, grantId: link.grantId, job: 'pull', dueAt: now });
}

const soon = ({ clock, randomness }: PullParts, everyMs: number): Date =>
  new Date(clock.now().getTime() + everyMs * (0.8 + randomness.fraction() * 0.2));
