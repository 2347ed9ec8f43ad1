import { DomainError } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { ConsentStore } from '../app/consent.store';
import type { Consent } from '../domain/consent';

interface ConsentRow {
  readonly resource_id: string;
  readonly version: number;
  readonly state: Consent['state'];
  readonly grant_id: string | null;
  readonly plan: Consent['plan'];
  readonly changed_at: Date;
}

const columns = 'resource_id, version, state, grant_id, plan, changed_at';

const toConsent = (row: ConsentRow): Consent => ({
  resourceId: row.resource_id,
  version: row.version,
  state: row.state,
  grantId: row.grant_id,
  plan: row.plan,
  changedAt: row.changed_at,
});

export class PgConsentStore implements ConsentStore {
  constructor(private readonly session: SqlSession) {}

  async find(resourceId: string): Promise<Consent | null> {
    const rows = await this.session.query<ConsentRow>(`SELECT ${columns} FROM consent WHERE resource_id = $1`, [
      resourceId,
    ]);
    return rows[0] ? toConsent(rows[0]) : null;
  }

  async byGrant(grantId: string): Promise<Consent[]> {
    const rows = await this.session.query<ConsentRow>(
      `SELECT ${columns} FROM consent WHERE grant_id = $1 ORDER BY resource_id`,
      [grantId],
    );
    return rows.map(toConsent);
  }

  async save({ resourceId, version, state, grantId, plan, changedAt }: Consent): Promise<void> {
    const written = await this.session.query(
      `INSERT INTO consent AS stored (${columns}) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, resource_id) DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state,
         grant_id = EXCLUDED.grant_id, plan = EXCLUDED.plan, changed_at = EXCLUDED.changed_at
       WHERE stored.version = EXCLUDED.version - 1
       RETURNING version`,
      [resourceId, version, state, grantId, plan, changedAt],
    );
    if (written.length > 0) return;
    throw changedMeanwhile();
  }
}

export const changedMeanwhile = (): DomainError =>
  new DomainError('stale', 'consent/changed-meanwhile', 'Somebody changed this connection meanwhile; try again.');
