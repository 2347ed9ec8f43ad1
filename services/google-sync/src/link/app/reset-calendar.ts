import type { Clock, Ids, UnitOfWork } from '@kalends/kernel';
import { valueOf, type GoogleAccess } from '../../google/app/google-access';
import type { JobHandler, Lease } from '../../job/app/job-runner';
import { isKept, type CalendarLink } from '../domain/calendar-link';
import { isDeletable } from './calendar-contents';
import { removeEvent } from './remove-event';
import { startJobs } from '../../job/app/start-jobs';
import type { LinkTx } from './link-tx';

/**
 * Job `reset`: empties the calendar event by event before its link begins, as a person has confirmed. (Google's own
 * `calendars.clear` empties primary calendars only.)
 */
export class ResetCalendar implements JobHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork<LinkTx>,
    private readonly access: GoogleAccess,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async run(link: CalendarLink, lease: Lease): Promise<null> {
    const deleted = await this.empty(link, lease);
    const at = this.clock.now();
    await this.unitOfWork.run(link.tenantId, async (tx) => {
      const { tenantId, id: linkId } = link;
      const entry = { tenantId, id: this.ids.next(), linkId, at, actor: 'google-sync', action: 'calendar/reset' };
      await tx.audit.record({ ...entry, details: { deleted } });
      // Who has disconnected it meanwhile wants nothing begun.
      const current = await tx.links.lock(linkId);
      if (current !== null && isKept(current)) await startJobs(tx, current, at);
    });
    return null;
  }

  private async empty(link: CalendarLink, lease: Lease): Promise<number> {
    let deleted = 0;
    for (let pageToken: string | undefined; ;) {
      const answer = await this.access.call(link, (google, place) => google.list(place, { pageToken }));
      if (answer.is === 'not-found') return this.access.breakLink(link, 'calendar-lost');
      const { events, nextPageToken } = valueOf(answer);
      for (const event of events.filter(isDeletable)) {
        await lease.extend();
        if (await removeEvent(this.access, link, event)) deleted += 1;
      }
      if (nextPageToken === null) return deleted;
      pageToken = nextPageToken;
    }
  }
}
