import type { MemorySession } from '@kalends/memory';
import type { LinkReader, LinkWithPending } from '../link/app/link-reader';
import type { ExportedEvent, LinkedEvents } from '../link/app/linked-events';
import type { CalendarLink } from '../link/domain/calendar-link';
import { isOurs } from '../mapping/domain/event-id';
import { etagsOf } from '../mapping/domain/mapping';
import { byId } from './memory-link-store';
import { isThere, ofLink } from './memory-mapping-store';
import { pendingOf } from './memory-work-store';
import { links, mappings } from './tables';

export class MemoryLinkReader implements LinkReader {
  constructor(private readonly session: MemorySession) {}

  list(branchId?: string): Promise<LinkWithPending[]> {
    return this.where('linkReader.list', (link) => branchId === undefined || link.branchId === branchId);
  }

  async ofResource(resourceId: string): Promise<LinkWithPending | null> {
    return (await this.where('linkReader.ofResource', (link) => link.resourceId === resourceId))[0] ?? null;
  }

  async get(linkId: string): Promise<LinkWithPending | null> {
    return (await this.where('linkReader.get', (link) => link.id === linkId))[0] ?? null;
  }

  private where(call: string, isIt: (link: CalendarLink) => boolean): Promise<LinkWithPending[]> {
    return this.session.query(call, (view) =>
      view
        .all(links)
        .filter((link) => link.state !== 'gone' && isIt(link))
        .sort(byId)
        .map((link) => ({ link, pending: pendingOf(view, link.id) })),
    );
  }
}

export class MemoryLinkedEvents implements LinkedEvents {
  constructor(private readonly session: MemorySession) {}

  count(linkId: string): Promise<{ exported: number; imported: number }> {
    return this.session.query('linkedEvents.count', (view) => {
      const there = ofLink(view, linkId).filter(isThere);
      const exported = there.filter(isOurs).length;
      return { exported, imported: there.length - exported };
    });
  }

  exported(linkId: string, { after, limit }: { after: string; limit: number }): Promise<ExportedEvent[]> {
    return this.session.query('linkedEvents.exported', (view) =>
      ofLink(view, linkId)
        .filter((row) => isOurs(row) && (isThere(row) || row.sent !== null) && row.eventId > after)
        .map(({ eventId: id, google }) => ({ id, etag: etagsOf(google)[id] ?? null }))
        .sort(byId)
        .slice(0, limit),
    );
  }

  async forget(linkId: string): Promise<void> {
    await this.session.query('linkedEvents.forget', (view) => {
      for (const row of ofLink(view, linkId)) view.delete(mappings, mappings.key(row));
    });
  }
}
