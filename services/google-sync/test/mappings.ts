import type { CalendarLink } from '../src/link/domain/calendar-link';
import type { GoogleSide, Mapping } from '../src/mapping/domain/mapping';
import { appointment } from './memory/contents';

const noon = new Date('2026-11-21T12:00:00Z');

/** A link that lives; the calendar is in Berlin. */
export const aLink = (change: Partial<CalendarLink> = {}): CalendarLink => ({
  ...{ tenantId: 'tenant', id: 'link', resourceId: 'chair', branchId: 'north', grantId: 'grant', version: 7 },
  ...{ calendarId: 'work@group', calendarSummary: 'Work', calendarTimeZone: 'Europe/Berlin', createdByKalends: true },
  ...{ mode: 'two-way', state: 'live', reason: null, toExport: 0, deletionsApproved: false, syncToken: null },
  ...{ syncFrom: noon, lastSuccessAt: null, createdAt: noon },
  ...change,
});

/** Both sides have `appointment()`, and no write is under way. */
export const aMapping = (change: Partial<Mapping> = {}): Mapping => ({
  ...{ linkId: 'link', appointmentId: 'one', eventId: 'event', sent: null, revision: 3, touchedAt: noon },
  ours: { version: 2, content: appointment() },
  google: inGoogle(),
  ...change,
});

type Present = Extract<GoogleSide, { is: 'present' }>;

/** Google has `appointment()` as the event `event` with the ETag `e1`. */
export const inGoogle = (change: Partial<Present> = {}): Present => ({
  ...{ is: 'present', etags: { event: 'e1' }, base: appointment(), echoed: null },
  ...change,
});
