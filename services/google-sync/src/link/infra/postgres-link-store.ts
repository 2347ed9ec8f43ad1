import { DomainError } from '@kalends/kernel';
import { onConstraint, type SqlSession } from '@kalends/persistence';
import type { LinkStore } from '../app/link-store';
import type { CalendarLink } from '../domain/calendar-link';

export const linkColumns = `tenant_id AS "tenantId", id, resource_id AS "resourceId", branch_id AS "branchId", grant_id AS "grantId",
  calendar_id AS "calendarId", calendar_summary AS "calendarSummary", calendar_time_zone AS "calendarTimeZone",
  created_by_kalends AS "createdByKalends", mode, state, reason, version, sync_from AS "syncFrom",
  sync_token AS "syncToken", to_export AS "toExport", deletions_approved AS "deletionsApproved",
  last_success_at AS "lastSuccessAt", created_at AS "createdAt"`;

/** By constraint. */
export const linkConflicts = {
  calendar_links_one_per_resource: () =>
    new DomainError(
      'conflict',
      'link/resource-linked',
      'This resource already has a Google calendar. Disconnect it first.',
    ),
  calendar_links_one_per_calendar: () =>
    new DomainError(
      'conflict',
      'link/calendar-linked',
      'Another resource already uses this calendar. Choose another one.',
    ),
};

export class PostgresLinkStore implements LinkStore {
  constructor(private readonly session: SqlSession) {}

  async add(link: Omit<CalendarLink, 'version'>): Promise<CalendarLink> {
    const [added] = await onConstraint(
      this.session.query<CalendarLink>(
        `INSERT INTO calendar_links (tenant_id, id, resource_id, branch_id, grant_id, calendar_id, calendar_summary,
           calendar_time_zone, created_by_kalends, mode, state, reason, sync_from, sync_token, to_export,
           deletions_approved, last_success_at, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
           1 + coalesce((SELECT max(version) FROM calendar_links WHERE tenant_id = $1 AND resource_id = $3), 0))
         RETURNING ${linkColumns}`,
        [
          link.tenantId,
          link.id,
          link.resourceId,
          link.branchId,
          link.grantId,
          link.calendarId,
          link.calendarSummary,
          link.calendarTimeZone,
          link.createdByKalends,
          link.mode,
          link.state,
          link.reason,
          link.syncFrom,
          link.syncToken,
          link.toExport,
          link.deletionsApproved,
          link.lastSuccessAt,
          link.createdAt,
        ],
      ),
      linkConflicts,
    );
    return added!;
  }

  async get(id: string): Promise<CalendarLink | null> {
    return (await this.where('id = $1', [id]))[0] ?? null;
  }

  async lock(id: string): Promise<CalendarLink | null> {
    return (await this.where('id = $1 FOR UPDATE', [id]))[0] ?? null;
  }

  ofResources(resourceIds: readonly string[]): Promise<CalendarLink[]> {
    return this.where(`resource_id = ANY($1::uuid[]) AND state <> 'gone' ORDER BY id`, [resourceIds]);
  }

  list(branchId?: string): Promise<CalendarLink[]> {
    return this.where(`($1::uuid IS NULL OR branch_id = $1) AND state <> 'gone' ORDER BY id`, [branchId ?? null]);
  }

  async save(link: CalendarLink): Promise<void> {
    await this.session.query(
      `UPDATE calendar_links SET grant_id = $2, calendar_summary = $3, mode = $4, state = $5, reason = $6, version = $7,
         to_export = $8, deletions_approved = $9
       WHERE id = $1`,
      [
        link.id,
        link.grantId,
        link.calendarSummary,
        link.mode,
        link.state,
        link.reason,
        link.version,
        link.toExport,
        link.deletionsApproved,
      ],
    );
  }

  async remember(id: string, facts: { syncToken?: string | null; lastSuccessAt?: Date }): Promise<void> {
    await this.session.query(
      `UPDATE calendar_links SET sync_token = CASE WHEN $2 THEN $3 ELSE sync_token END,
         last_success_at = greatest(last_success_at, $4)
       WHERE id = $1`,
      [id, facts.syncToken !== undefined, facts.syncToken ?? null, facts.lastSuccessAt ?? null],
    );
  }

  private where(condition: string, parameters: readonly unknown[]): Promise<CalendarLink[]> {
    return this.session.query<CalendarLink>(`SELECT ${linkColumns} FROM calendar_links WHERE ${condition}`, parameters);
  }
}
