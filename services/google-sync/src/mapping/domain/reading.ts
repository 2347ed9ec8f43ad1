import { instantOf, type AppointmentContent } from '@kalends/calendar';
import { isDomainError } from '@kalends/kernel';
import type { Found, FoundEvent } from '../../google/domain/found-event';
import type { CalendarLink } from '../../link/domain/calendar-link';
import { contentFromEvents, orphansOf } from '../../reconcile/domain/content-from-events';
import type { ReadEvent } from './agreement';
import type { ETags } from './mapping';

/** What a found event says, in canonical words: or why no appointment can say it. */
export type Reading =
  | ({ readonly is: 'present' } & ReadEvent)
  /**
   * `isTombstone`: it answers as cancelled; else no trace of it is left, or it never was. `lastWords`: what a tombstone tells
   * of the event; null when it tells nothing.
   */
  | { readonly is: 'deleted'; readonly isTombstone: boolean; readonly lastWords: ReadEvent | null }
  | { readonly is: 'unreadable'; readonly etags: ETags; readonly code: string };

export function readingOf(link: CalendarLink, found: Found): Reading {
  if (found.is === 'deleted')
    return { is: 'deleted', isTombstone: found.master !== null, lastWords: lastWordsOf(link, found.master) };
  const { master, instances } = found;
  const etags = Object.fromEntries([master, ...instances].map(({ id, etag }) => [id, etag]));
  try {
    const content = contentFromEvents(master, instances, link.calendarTimeZone);
    return { is: 'present', master, etags, content, orphans: orphansOf(content, instances, link.calendarTimeZone) };
  } catch (error) {
    if (isDomainError(error) && error.kind === 'invalid') return { is: 'unreadable', etags, code: error.code };
    throw error;
  }
}

/** Google promises no more of a deleted event than its id. */
function lastWordsOf(link: CalendarLink, tombstone: FoundEvent | null): ReadEvent | null {
  if (!tombstone?.start || !tombstone.end) return null;
  const before = readingOf(link, { is: 'present', master: { ...tombstone, status: 'confirmed' }, instances: [] });
  return before.is === 'present' ? before : null;
}

/** Over before the link's time? A series never is: its dates may still be added to. */
export const isBefore = (link: CalendarLink, content: AppointmentContent): boolean =>
  content.recurrence === null && instantOf(content.end, link.calendarTimeZone) <= link.syncFrom;
