import { exportedOf, type LinkMode, type LinkReason, type LinkState } from '../domain/calendar-link';
import { describeLink, type LinkAction } from '../domain/describe-link';
import type { LinkWithPending } from './link-reader';

/** A link as people see it. */
export interface LinkView {
  readonly id: string;
  readonly resourceId: string;
  readonly branchId: string;
  readonly calendarId: string;
  readonly calendarSummary: string;
  readonly createdByKalends: boolean;
  readonly mode: LinkMode;
  readonly state: LinkState;
  readonly reason: LinkReason | null;
  readonly sentence: string;
  readonly action: LinkAction;
  readonly exported: number;
  readonly toExport: number;
  readonly lastSuccessAt: string | null;
  /** How long the oldest change has waited to be written to Google; null when none waits. */
  readonly lagSeconds: number | null;
  readonly pending: number;
}

export const viewOf = ({ link, pending }: LinkWithPending, now: Date): LinkView => ({
  id: link.id,
  resourceId: link.resourceId,
  branchId: link.branchId,
  calendarId: link.calendarId,
  calendarSummary: link.calendarSummary,
  createdByKalends: link.createdByKalends,
  mode: link.mode,
  state: link.state,
  reason: link.reason,
  ...describeLink(link),
  exported: exportedOf(link, pending.initial),
  toExport: link.toExport ?? 0,
  lastSuccessAt: link.lastSuccessAt?.toISOString() ?? null,
  lagSeconds: pending.since && Math.max(0, Math.round((now.getTime() - pending.since.getTime()) / 1000)),
  pending: pending.all,
});
