import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { CalendarLinkChangedSchema, LinkMode, LinkState, type CalendarLinkChanged } from '@kalends/contracts';
import type { Pending } from '../../outward/app/work-store';
import { exportedOf, type CalendarLink } from '../domain/calendar-link';

const states: Record<CalendarLink['state'], LinkState> = {
  linking: LinkState.LINKING,
  'initial-sync': LinkState.INITIAL_SYNC,
  live: LinkState.LIVE,
  degraded: LinkState.DEGRADED,
  broken: LinkState.BROKEN,
  disconnecting: LinkState.DISCONNECTING,
  gone: LinkState.GONE,
};
const modes: Record<CalendarLink['mode'], LinkMode> = { 'two-way': LinkMode.TWO_WAY, export: LinkMode.EXPORT };

export const linkChanged = (link: CalendarLink, pending: Pending, eventId: string, now: Date): CalendarLinkChanged =>
  create(CalendarLinkChangedSchema, {
    eventId,
    occurredAt: timestampFromDate(now),
    link: {
      tenantId: link.tenantId,
      id: link.id,
      resourceId: link.resourceId,
      branchId: link.branchId,
      calendarId: link.calendarId,
      mode: modes[link.mode],
      state: states[link.state],
      reason: link.reason ?? '',
      version: link.version,
      exported: exportedOf(link, pending.initial),
      toExport: link.toExport ?? 0,
      lastSuccessAt: link.lastSuccessAt ? timestampFromDate(link.lastSuccessAt) : undefined,
      pending: pending.all,
    },
  });
