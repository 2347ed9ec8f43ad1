import type { Pending } from '../../outward/app/work-store';
import type { CalendarLink } from '../domain/calendar-link';

export interface LinkWithPending {
  readonly link: CalendarLink;
  readonly pending: Pending;
}

/** Links of the transaction's tenant as screens want them: with what waits to be written. Those that are gone are left out. */
export interface LinkReader {
  list(branchId?: string): Promise<LinkWithPending[]>;
  ofResource(resourceId: string): Promise<LinkWithPending | null>;
  get(linkId: string): Promise<LinkWithPending | null>;
}
