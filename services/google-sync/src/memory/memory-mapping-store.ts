import { sameValue } from '@kalends/calendar';
import type { MemorySession, View } from '@kalends/memory';
import { SqlError } from '@kalends/persistence';
import type { MappingStore } from '../mapping/app/mapping-store';
import { baseOf, type Mapping, type OurSide, type Place } from '../mapping/domain/mapping';
import { keyOf, mappings, work, type MappingRow } from './tables';

const epoch = new Date(0);

export const isThere = ({ google }: Mapping): boolean => google.is !== 'absent' && google.is !== 'deleted';

export class MemoryMappingStore implements MappingStore {
  constructor(private readonly session: MemorySession) {}

  ofAppointment(linkId: string, appointmentId: string): Promise<Mapping | null> {
    const key = this.key(linkId, appointmentId);
    return this.session.query('mappings.ofAppointment', (view) => view.get(mappings, key) ?? null);
  }

  ofEvents(linkId: string, eventIds: readonly string[]): Promise<Mapping[]> {
    return this.session.query('mappings.ofEvents', (view) =>
      ofLink(view, linkId).filter(({ eventId }) => eventIds.includes(eventId)),
    );
  }

  hear(linkId: string, appointmentId: string, { eventId, google }: Place, ours: OurSide): Promise<boolean> {
    const key = this.key(linkId, appointmentId);
    return this.session.query('mappings.hear', (view) => {
      const before = view.lock(mappings, key);
      if (before === undefined) {
        const half = { google, sent: null, revision: 1, touchedAt: epoch };
        view.insert(mappings, { tenantId: this.session.tenantId!, linkId, appointmentId, eventId, ours, ...half });
        return true;
      }
      if (before.ours !== null && before.ours.version >= ours.version) return false;
      view.update(mappings, key, (row) => ({ ...row, ours }));
      return true;
    });
  }

  async add(mapping: Mapping): Promise<boolean> {
    const row = { ...mapping, revision: 1, tenantId: this.session.tenantId! };
    return this.session.query('mappings.add', (view) => {
      try {
        view.insert(mappings, row);
        return true;
      } catch (error) {
        // ON CONFLICT DO NOTHING
        if (error instanceof SqlError) return false;
        throw error;
      }
    });
  }

  save(mapping: Mapping): Promise<boolean> {
    const { linkId, appointmentId, revision, eventId, google, sent, touchedAt } = mapping;
    const key = this.key(linkId, appointmentId);
    return this.session.query('mappings.save', (view) => {
      if (view.get(mappings, key)?.revision !== revision) return false;
      const half = { eventId, google, sent, touchedAt, revision: revision + 1 };
      view.update(mappings, key, (row) => ({ ...row, ...half }));
      return true;
    });
  }

  presentEvents(linkId: string, page: { after: string; touchedBefore: Date; limit: number }): Promise<string[]> {
    return this.session.query('mappings.presentEvents', (view) =>
      ofLink(view, linkId)
        .filter((row) => isThere(row) && row.eventId > page.after && row.touchedAt < page.touchedBefore)
        .map(({ eventId }) => eventId)
        .sort()
        .slice(0, page.limit),
    );
  }

  countPresent(linkId: string): Promise<number> {
    return this.session.query('mappings.countPresent', (view) => ofLink(view, linkId).filter(isThere).length);
  }

  unsettled(linkId: string, limit: number): Promise<string[]> {
    return this.session.query('mappings.unsettled', (view) =>
      ofLink(view, linkId)
        .filter((row) => isUnsettled(row) && view.get(work, this.key(linkId, row.appointmentId)) === undefined)
        .map(({ appointmentId }) => appointmentId)
        .sort()
        .slice(0, limit),
    );
  }

  private key(linkId: string, appointmentId: string): string {
    return keyOf(this.session.tenantId!, linkId, appointmentId);
  }
}

export const ofLink = (view: View, linkId: string): MappingRow[] =>
  view.all(mappings).filter((row) => row.linkId === linkId);

const isUnsettled = ({ ours, google, sent }: Mapping): boolean =>
  ours !== null &&
  google.is !== 'parked' &&
  (sent !== null || google.is === 'unknown' || !sameValue(ours.content, baseOf(google)));
