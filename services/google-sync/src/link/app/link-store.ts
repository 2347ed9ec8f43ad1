import type { CalendarLink } from '../domain/calendar-link';

/** Links of the transaction's tenant. */
export interface LinkStore {
  /**
   * Keeps a new link; its version goes on from those of the resource's earlier links.
   * @throws DomainError `link/resource-linked` or `link/calendar-linked` when another link that is not gone has it
   */
  add(link: Omit<CalendarLink, 'version'>): Promise<CalendarLink>;
  get(id: string): Promise<CalendarLink | null>;
  /** The same, locked until the transaction ends: whoever changes what others are told holds it. */
  lock(id: string): Promise<CalendarLink | null>;
  /** The links of these resources that are not gone. */
  ofResources(resourceIds: readonly string[]): Promise<CalendarLink[]>;
  /** The links of this branch that are not gone, or all of the tenant's. */
  list(branchId?: string): Promise<CalendarLink[]>;
  /** Keeps what others are told of a locked link. */
  save(link: CalendarLink): Promise<void>;
  /** Keeps what nobody is told: how far the calendar has been read, when something last succeeded. */
  remember(id: string, facts: { readonly syncToken?: string | null; readonly lastSuccessAt?: Date }): Promise<void>;
}
