import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { JobHandler, Lease } from '../../job/app/job-runner';
import type { LinkChanges } from '../../link/app/link-changes';
import { requireKept } from '../../link/app/require-kept';
import { exported, exporting, type CalendarLink } from '../../link/domain/calendar-link';
import { dateOf, isWholeDay, zonedInstant } from '@kalends/calendar';
import { firstPlace } from '../../mapping/domain/event-id';
import { oursOf } from '../../mapping/domain/mapping';
import type { Scheduling } from '../../scheduling/app/scheduling';
import type { Appointment } from '../../scheduling/domain/appointment';
import type { SyncTx } from '../../sync-tx';
import { priority } from './work-store';

const batchSize = 100;

/**
 * Job `export`: lists the appointments that a new link's calendar is to have and makes work of each; the workers write
 * them. A change that happens meanwhile is heard of by its event, as the link exists already; whichever comes second
 * finds the newer version there. Begun anew after a crash, it finds its earlier rows.
 */
export class ExportAppointments implements JobHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork<SyncTx>,
    private readonly scheduling: Scheduling,
    private readonly links: LinkChanges,
    private readonly clock: Clock,
  ) {}

  async run(link: CalendarLink, lease: Lease): Promise<null> {
    let count = 0;
    let batch: Appointment[] = [];
    const flush = async (): Promise<void> => {
      await lease.extend();
      await this.unitOfWork.run(link.tenantId, (tx) => this.keep(tx, link, batch));
      count += batch.length;
      batch = [];
    };
    for await (const appointment of this.scheduling.appointmentsOf(link.tenantId, link.resourceId, link.syncFrom)) {
      if (batch.push(appointment) === batchSize) await flush();
    }
    await flush();
    await this.unitOfWork.run(link.tenantId, async (tx) => {
      // Before the lock that counts: all rows are there, so that the last one to be written sees the link as it will be.
      await this.links.change(tx, link.id, (current) => exporting(current, count));
      const { initial } = await tx.work.pending(link.id);
      if (initial === 0) await this.links.change(tx, link.id, (current) => exported(current, 0));
    });
    return null;
  }

  private async keep(tx: SyncTx, link: CalendarLink, appointments: readonly Appointment[]): Promise<void> {
    await requireKept(tx, link.id);
    const now = this.clock.now();
    const today = dateOf(zonedInstant(now, link.calendarTimeZone));
    const ids = appointments.map(({ id }) => id);
    const former = await tx.formerEvents.eventsOf(link.calendarId, ids);
    for (const appointment of appointments) {
      const { id: appointmentId, content } = appointment;
      const place = firstPlace(appointmentId, former.get(appointmentId));
      await tx.mappings.hear(link.id, appointmentId, place, oursOf(link, appointment));
      const day = isWholeDay(content.start)
        ? content.start.date
        : dateOf({ ...content.start, zone: link.calendarTimeZone });
      await tx.work.bump({
        tenantId: link.tenantId,
        linkId: link.id,
        grantId: link.grantId,
        appointmentId,
        priority: day === today ? priority.today : priority.bulk,
        initial: true,
        now,
        dueAt: now,
      });
    }
  }
}
