import type { Clock } from '@kalends/kernel';
import { isKept, type CalendarLink } from '../../link/domain/calendar-link';
import { agreedSince } from '../../mapping/domain/agreement';
import { firstPlace } from '../../mapping/domain/event-id';
import { oursOf, type Place } from '../../mapping/domain/mapping';
import { isBefore } from '../../mapping/domain/reading';
import type { Appointment } from '../../scheduling/domain/appointment';
import type { SyncTx } from '../../sync-tx';
import { interactive, ownChange } from './work-store';

/** Notes an appointment's newest state with each link that it concerns, and makes work of it. */
export class HearAppointment {
  constructor(private readonly clock: Clock) {}

  /**
   * @param released resources that it has no longer
   * @param causedBy the link from whose calendar the change came, if any
   */
  async handle(
    tx: SyncTx,
    appointment: Appointment,
    released: readonly string[],
    causedBy: string | null,
  ): Promise<void> {
    const now = this.clock.now();
    for (const link of await tx.links.ofResources([...appointment.resourceIds, ...released])) {
      if (!isKept(link)) continue;
      // Until its calendar has been emptied nothing may be put into it; the export, which comes after, finds the change.
      if (link.toExport === null && (await tx.jobs.isAsked(link.id, 'reset'))) continue;
      const ours = oursOf(link, appointment);
      const isWanted = ours.content !== null && !isBefore(link, ours.content);
      const before = await tx.mappings.ofAppointment(link.id, appointment.id);
      // The export may have read it as it was before: till it is over, what is not wanted any more is noted, too.
      if (!isWanted && before === null && link.toExport !== null) continue;
      const place = before ?? (await this.firstPlace(tx, link, appointment.id));
      if (!(await tx.mappings.hear(link.id, appointment.id, place, ours))) continue;
      const agreed = causedBy === link.id && before !== null ? agreedSince(before, ours) : null;
      if (agreed !== null) await tx.mappings.save({ ...agreed, touchedAt: now });
      await tx.work.bump((causedBy === link.id ? ownChange : interactive)(link, appointment.id, now));
    }
  }

  private async firstPlace(tx: SyncTx, { calendarId }: CalendarLink, appointmentId: string): Promise<Place> {
    const former = await tx.formerEvents.eventsOf(calendarId, [appointmentId]);
    return firstPlace(appointmentId, former.get(appointmentId));
  }
}
