import type { MemorySession } from '@kalends/memory';
import type { FormerEvents } from '../mapping/app/former-events';
import { isOurs } from '../mapping/domain/event-id';
import { ofLink } from './memory-mapping-store';
import { formerEvents, keyOf } from './tables';

export class MemoryFormerEvents implements FormerEvents {
  constructor(private readonly session: MemorySession) {}

  async remember(linkId: string, calendarId: string): Promise<void> {
    const tenantId = this.session.tenantId!;
    await this.session.query('formerEvents.remember', (view) => {
      for (const row of ofLink(view, linkId).filter((each) => !isOurs(each))) {
        const { eventId, appointmentId } = row;
        const former = { tenantId, calendarId, eventId, appointmentId };
        if (view.lock(formerEvents, formerEvents.key(former)) === undefined) view.insert(formerEvents, former);
        else view.update(formerEvents, formerEvents.key(former), () => former);
      }
    });
  }

  eventsOf(calendarId: string, appointmentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.session.query('formerEvents.eventsOf', (view) => {
      const rows = view
        .all(formerEvents)
        .filter((row) => row.calendarId === calendarId && appointmentIds.includes(row.appointmentId))
        .sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
      return new Map(rows.map(({ appointmentId, eventId }) => [appointmentId, eventId]));
    });
  }

  appointmentOf(calendarId: string, eventId: string): Promise<string | null> {
    const key = keyOf(this.session.tenantId!, calendarId, eventId);
    return this.session.query(
      'formerEvents.appointmentOf',
      (view) => view.get(formerEvents, key)?.appointmentId ?? null,
    );
  }
}
