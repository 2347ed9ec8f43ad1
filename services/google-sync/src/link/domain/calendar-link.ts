import { DomainError } from '@kalends/kernel';

export type LinkMode = 'two-way' | 'export';

/**
 * linking (appointments are being listed) → initial-sync (they are being written) → live ⇄ degraded (it works on, or will
 * again by itself or by one decision) → broken (needs a person) → disconnecting → gone.
 */
export type LinkState = 'linking' | 'initial-sync' | 'live' | 'degraded' | 'broken' | 'disconnecting' | 'gone';

export type DegradedReason = 'google-unavailable' | 'mass-deletion';
export type BrokenReason = 'needs-consent' | 'calendar-lost' | 'permission-lost' | 'switched-off' | 'resource-deleted';
export type LinkReason = DegradedReason | BrokenReason;

/** A resource's appointments and one secondary Google calendar kept the same. */
export interface CalendarLink {
  readonly tenantId: string;
  readonly id: string;
  readonly resourceId: string;
  readonly branchId: string;
  readonly grantId: string;
  readonly calendarId: string;
  readonly calendarSummary: string;
  /** IANA; events without a zone are in it. */
  readonly calendarTimeZone: string;
  readonly createdByKalends: boolean;
  readonly mode: LinkMode;
  readonly state: LinkState;
  /** Why it is degraded or broken, else null. */
  readonly reason: LinkReason | null;
  /** Of what others are told: 1, 2, 3… over all links that a resource has had. */
  readonly version: number;
  /** Single appointments and events that ended before are left alone; what is mapped is kept the same for ever. */
  readonly syncFrom: Date;
  readonly syncToken: string | null;
  /** How many appointments the initial export has; null until they have been listed. */
  readonly toExport: number | null;
  /** A person has seen how many deletions Google reports and wants them. */
  readonly deletionsApproved: boolean;
  readonly lastSuccessAt: Date | null;
  readonly createdAt: Date;
}

/** May workers write to and read from its calendar? */
export const isWorking = (link: CalendarLink): boolean =>
  link.state === 'linking' || link.state === 'initial-sync' || link.state === 'live' || link.state === 'degraded';

/** Can something be done to its calendar? A branch that is switched off keeps its access. */
export const isReachable = (link: CalendarLink): boolean => link.state !== 'broken' || link.reason === 'switched-off';

/** Do changes of its appointments still concern it, now or once it works again? */
export const isKept = (link: CalendarLink): boolean => isWorking(link) || link.state === 'broken';

/** The same link when nothing changes: one notice for one trouble, however many workers run into it. */
export function broken(link: CalendarLink, reason: BrokenReason): CalendarLink {
  if (!isKept(link) || (link.state === 'broken' && link.reason === reason)) return link;
  return next(link, { state: 'broken', reason });
}

/** Worse than degraded is not overwritten by it. */
export function degraded(link: CalendarLink, reason: DegradedReason): CalendarLink {
  if (!isWorking(link) || (link.state === 'degraded' && link.reason === reason)) return link;
  return next(link, { state: 'degraded', reason });
}

/** It works again: back to where it was on its way. */
export function recovered(link: CalendarLink, from: readonly LinkReason[], isExported: boolean): CalendarLink {
  if (link.reason === null || !from.includes(link.reason)) return link;
  const state = link.toExport === null ? 'linking' : isExported ? 'live' : 'initial-sync';
  return next(link, { state, reason: null });
}

/** The appointments to export have been listed and are being written. */
export const exporting = (link: CalendarLink, toExport: number): CalendarLink =>
  next(link, { toExport, ...(link.state === 'linking' && { state: 'initial-sync' }) });

/** Some have been written and `waiting` are not: the last one makes it live, and every twentieth part is told. */
export function exported(link: CalendarLink, waiting: number): CalendarLink {
  if (link.state !== 'initial-sync' || link.toExport === null) return link;
  if (waiting === 0) return next(link, { state: 'live' });
  return waiting % Math.ceil(link.toExport / 20) === 0 ? next(link, {}) : link;
}

/** A person wants the deletions that the brake holds back. */
export function approveDeletions(link: CalendarLink): CalendarLink {
  if (link.reason !== 'mass-deletion')
    throw new DomainError('conflict', 'link/nothing-to-approve', 'No deletions are waiting for approval.');
  return next(link, { deletionsApproved: true });
}

/** An approval is for the deletions that a person has seen, not for later ones. */
export const deletionsDone = (link: CalendarLink): CalendarLink =>
  link.deletionsApproved ? next(link, { deletionsApproved: false }) : link;

/** `link` with a change that others are told. */
export const next = (link: CalendarLink, change: Partial<CalendarLink>): CalendarLink => ({
  ...link,
  ...change,
  version: link.version + 1,
});

/** How many of the initial export are written, `waiting` being those that are not. */
export const exportedOf = (link: CalendarLink, waiting: number): number => Math.max(0, (link.toExport ?? 0) - waiting);
