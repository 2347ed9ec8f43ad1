import { DomainError, type Clock, type UnitOfWork } from '@kalends/kernel';
import type { AbsorbEvent, Listed } from '../../absorb/app/absorb-event';
import { valueOf, type GoogleAccess } from '../../google/app/google-access';
import type { Lease } from '../../job/app/job-runner';
import type { CalendarLink } from '../../link/domain/calendar-link';
import { isKnown } from '../../mapping/domain/agreement';
import type { SyncTx } from '../../sync-tx';
import { isDeleted, isWhole, listingsOf, type Listing } from './page-events';

/** What reading a calendar to the end of its list has come to. */
export interface CalendarReading {
  /** To go on from next time: to be kept once everything has been dealt with, and not before (S57). */
  readonly syncToken: string;
  /** Mapped events that seem to be deleted; nothing has been done about them. */
  readonly deletions: readonly string[];
  /** How many events had news. */
  readonly changed: number;
}

/** More than clocks of two processes differ. */
const clockSkewMs = 60_000;
const sweepSize = 500;

/** Reads what is new in a calendar, or all of it, and absorbs it event by event; what seems deleted is handed back. */
export class ReadCalendar {
  constructor(
    private readonly unitOfWork: UnitOfWork<SyncTx>,
    private readonly access: GoogleAccess,
    private readonly absorb: AbsorbEvent,
    private readonly clock: Clock,
  ) {}

  /** What changed since the token. @returns null when Google wants all to be read anew (410) */
  since(link: CalendarLink, syncToken: string, lease: Lease): Promise<CalendarReading | null> {
    return this.list(link, lease, syncToken, () => {});
  }

  /** All of it, compared with the mappings: mark and sweep, never delete and import again. */
  async whole(link: CalendarLink, lease: Lease): Promise<CalendarReading> {
    const begunAt = this.clock.now();
    const marked = new Set<string>();
    const reading = await this.list(link, lease, undefined, (eventId) => marked.add(eventId));
    // Once more from the first page, later (S45).
    if (reading === null) throw new DomainError('unavailable', 'google/unavailable', 'The list has to be begun anew.');
    const swept = await this.unmarked(link, marked, new Date(begunAt.getTime() - clockSkewMs));
    return { ...reading, deletions: [...reading.deletions, ...swept] };
  }

  /** Takes deletions over into Kalends. Each is asked for by id first: what a list leaves out proves nothing (I7). */
  async delete(link: CalendarLink, eventIds: readonly string[], lease: Lease): Promise<void> {
    for (const eventId of eventIds) {
      await lease.extend();
      await this.absorb.run(link, eventId, 'gone');
    }
  }

  private async list(
    link: CalendarLink,
    lease: Lease,
    syncToken: string | undefined,
    mark: (eventId: string) => void,
  ): Promise<CalendarReading | null> {
    const deletions: string[] = [];
    let changed = 0;
    for (let pageToken: string | undefined; ;) {
      await lease.extend();
      const askedAt = this.clock.now();
      const answer = await this.access.call(link, (google, place) => google.list(place, { syncToken, pageToken }));
      if (answer.is === 'gone') return null;
      if (answer.is === 'not-found') return this.access.breakLink(link, 'calendar-lost');
      const { events, nextPageToken, nextSyncToken } = valueOf(answer);
      const listings = listingsOf(events);
      for (const { eventId } of listings) mark(eventId);
      for (const listing of await this.newsOf(link, listings)) {
        await lease.extend();
        if (isDeleted(listing)) deletions.push(listing.eventId);
        else await this.absorb.run(link, listing.eventId, listed(listing, askedAt));
        changed += 1;
      }
      if (nextSyncToken !== null) return { syncToken: nextSyncToken, deletions, changed };
      if (nextPageToken === null) throw new DomainError('unavailable', 'google/unavailable', 'The list has no end.');
      pageToken = nextPageToken;
    }
  }

  /** Leaves out echoes of our own writes and what an earlier, unfinished reading has dealt with. */
  private async newsOf(link: CalendarLink, listings: readonly Listing[]): Promise<readonly Listing[]> {
    const ids = listings.map(({ eventId }) => eventId);
    const mappings = await this.unitOfWork.run(link.tenantId, (tx) => tx.mappings.ofEvents(link.id, ids));
    const byEvent = new Map(mappings.map((mapping) => [mapping.eventId, mapping]));
    return listings.filter((listing) => {
      const mapping = byEvent.get(listing.eventId);
      if (isDeleted(listing)) return mapping !== undefined && mapping.google.is !== 'deleted';
      const etags = Object.fromEntries(listing.parts.map(({ id, etag }) => [id, etag]));
      return mapping === undefined || !isKnown(mapping, etags);
    });
  }

  /** Events that should have been in the list; those written while it was read need not be. */
  private async unmarked(link: CalendarLink, marked: ReadonlySet<string>, touchedBefore: Date): Promise<string[]> {
    const missing: string[] = [];
    for (let after = ''; ;) {
      const ids = await this.unitOfWork.run(link.tenantId, (tx) =>
        tx.mappings.presentEvents(link.id, { after, touchedBefore, limit: sweepSize }),
      );
      if (ids.length === 0) return missing;
      missing.push(...ids.filter((id) => !marked.has(id)));
      after = ids.at(-1)!;
    }
  }
}

/** A series is read as a whole: its parts may be spread over pages. */
const listed = (listing: Listing, askedAt: Date): Listed | undefined =>
  isWhole(listing) ? { found: { is: 'present', master: listing.master!, instances: [] }, askedAt } : undefined;
