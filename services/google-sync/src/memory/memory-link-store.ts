import type { MemorySession } from '@kalends/memory';
import { onConstraint } from '@kalends/persistence';
import type { LinkStore } from '../link/app/link-store';
import type { CalendarLink } from '../link/domain/calendar-link';
import { linkConflicts } from '../link/infra/postgres-link-store';
import { keyOf, links } from './tables';

export class MemoryLinkStore implements LinkStore {
  constructor(private readonly session: MemorySession) {}

  add(link: Omit<CalendarLink, 'version'>): Promise<CalendarLink> {
    const added = this.session.query('links.add', (view) => {
      const before = view.all(links).filter(({ resourceId }) => resourceId === link.resourceId);
      const row = { ...link, version: 1 + Math.max(0, ...before.map(({ version }) => version)) };
      view.insert(links, row);
      return row;
    });
    return onConstraint(added, linkConflicts);
  }

  get(id: string): Promise<CalendarLink | null> {
    return this.session.query('links.get', (view) => view.get(links, this.key(id)) ?? null);
  }

  lock(id: string): Promise<CalendarLink | null> {
    return this.session.query('links.lock', (view) => view.lock(links, this.key(id)) ?? null);
  }

  ofResources(resourceIds: readonly string[]): Promise<CalendarLink[]> {
    return this.where('links.ofResources', (link) => resourceIds.includes(link.resourceId));
  }

  list(branchId?: string): Promise<CalendarLink[]> {
    return this.where('links.list', (link) => branchId === undefined || link.branchId === branchId);
  }

  async save(link: CalendarLink): Promise<void> {
    const { grantId, calendarSummary, mode, state, reason, version, toExport, deletionsApproved } = link;
    const told = { grantId, calendarSummary, mode, state, reason, version, toExport, deletionsApproved };
    await this.change('links.save', link.id, (row) => ({ ...row, ...told }));
  }

  async remember(id: string, facts: { syncToken?: string | null; lastSuccessAt?: Date }): Promise<void> {
    await this.change('links.remember', id, (row) => {
      const { syncToken = row.syncToken, lastSuccessAt: at } = facts;
      const isLater = at !== undefined && (row.lastSuccessAt === null || at > row.lastSuccessAt);
      return { ...row, syncToken, lastSuccessAt: isLater ? at : row.lastSuccessAt };
    });
  }

  private where(call: string, isIt: (link: CalendarLink) => boolean): Promise<CalendarLink[]> {
    return this.session.query(call, (view) =>
      view
        .all(links)
        .filter((link) => link.state !== 'gone' && isIt(link))
        .sort(byId),
    );
  }

  private change(call: string, id: string, change: (link: CalendarLink) => CalendarLink): Promise<unknown> {
    return this.session.query(call, (view) => view.update(links, this.key(id), change));
  }

  private key(id: string): string {
    return keyOf(this.session.tenantId!, id);
  }
}

export const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
