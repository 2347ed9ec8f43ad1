import type { CalendarLink } from '../api/google';

/** A badge is green only with a success this young: an older one may hide a sync that stands still. */
export const freshForMs = 15 * 60_000;

export type BadgeTone = 'gray' | 'blue' | 'green' | 'yellow' | 'red';

export interface Badge {
  readonly tone: BadgeTone;
  readonly state: 'none' | 'starting' | 'exporting' | 'live' | 'late' | 'retrying' | 'broken' | 'disconnecting';
  /** Seconds since the last good synchronisation, null before the first. */
  readonly ageSeconds: number | null;
  /** 0–100 while the first export runs. */
  readonly progress: number | null;
}

const unlinked: Badge = { tone: 'gray', state: 'none', ageSeconds: null, progress: null };

export const progressOf = (link: Pick<CalendarLink, 'exported' | 'toExport'>): number =>
  link.toExport === 0 ? 100 : Math.min(100, Math.floor((100 * link.exported) / link.toExport));

/** What the badge of a resource shows at `now` for its link (null without one). */
export function badgeOf(link: CalendarLink | null | undefined, now: Date): Badge {
  if (!link || link.state === 'gone') return unlinked;
  const ageMs = link.lastSuccessAt ? Math.max(0, now.getTime() - Date.parse(link.lastSuccessAt)) : null;
  const ageSeconds = ageMs === null ? null : Math.floor(ageMs / 1000);
  const badge = (tone: BadgeTone, state: Badge['state'], progress: number | null = null): Badge => ({
    tone,
    state,
    ageSeconds,
    progress,
  });
  switch (link.state) {
    case 'linking':
      return badge('blue', 'starting');
    case 'initial-sync':
      return badge('blue', 'exporting', progressOf(link));
    case 'live':
      return ageMs !== null && ageMs <= freshForMs ? badge('green', 'live') : badge('yellow', 'late');
    case 'degraded':
      return badge('yellow', 'retrying');
    case 'broken':
      return badge('red', 'broken');
    case 'disconnecting':
      return badge('gray', 'disconnecting');
  }
}
