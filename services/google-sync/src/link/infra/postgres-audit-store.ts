import type { SqlSession } from '@kalends/persistence';
import type { AuditEntry, AuditStore } from '../app/audit-store';

export class PostgresAuditStore implements AuditStore {
  constructor(private readonly session: SqlSession) {}

  async record(entry: AuditEntry): Promise<void> {
    await this.session.query(
      `INSERT INTO calendar_audit (tenant_id, id, link_id, at, actor, action, details)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [entry.tenantId, entry.id, entry.linkId, entry.at, entry.actor, entry.action, JSON.stringify(entry.details)],
    );
  }
}
