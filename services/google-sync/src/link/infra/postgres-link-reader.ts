import type { SqlSession } from '@kalends/persistence';
import type { Pending } from '../../outward/app/work-store';
import type { LinkReader, LinkWithPending } from '../app/link-reader';
import type { CalendarLink } from '../domain/calendar-link';
import { linkColumns } from './postgres-link-store';

export class PostgresLinkReader implements LinkReader {
  constructor(private readonly session: SqlSession) {}

  list(branchId?: string): Promise<LinkWithPending[]> {
    return this.where('($1::uuid IS NULL OR branch_id = $1)', branchId ?? null);
  }

  async ofResource(resourceId: string): Promise<LinkWithPending | null> {
    return (await this.where('resource_id = $1', resourceId))[0] ?? null;
  }

  async get(linkId: string): Promise<LinkWithPending | null> {
    return (await this.where('id = $1', linkId))[0] ?? null;
  }

  private async where(condition: string, parameter: string | null): Promise<LinkWithPending[]> {
    const rows = await this.session.query<CalendarLink & { waiting: Pending }>(
      `SELECT ${linkColumns}, waiting.* FROM calendar_links l, LATERAL (
         SELECT count(*)::integer AS "all", count(*) FILTER (WHERE initial)::integer AS initial, min(since) AS since
         FROM outward_work w WHERE w.tenant_id = l.tenant_id AND w.link_id = l.id
       ) waiting
       WHERE state <> 'gone' AND ${condition} ORDER BY id`,
      [parameter],
    );
    return rows.map((row) => {
      const { all, initial, since, ...link } = row as CalendarLink & Pending & { waiting: unknown };
      return { link, pending: { all, initial, since } };
    });
  }
}
