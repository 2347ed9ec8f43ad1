import type { SqlSession } from '@kalends/persistence';
import type { Revocation, RevocationQueue } from '../app/revocations';
import { keyIdOf } from './pg-grant.store';

interface RevocationRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly account_hash: string;
  readonly refresh_token: string;
  readonly attempts: number;
}

const columns = 'tenant_id, id, account_hash, refresh_token, attempts';

const toRevocation = (row: RevocationRow): Revocation => ({
  tenantId: row.tenant_id,
  id: row.id,
  accountHash: row.account_hash,
  refreshToken: row.refresh_token,
  attempts: row.attempts,
});

export class PgRevocationQueue implements RevocationQueue {
  constructor(
    private readonly session: SqlSession,
    /** Wakes the worker when something was added. */
    private readonly nudge: () => void,
  ) {}

  async add({ tenantId, id, accountHash, refreshToken }: Omit<Revocation, 'attempts'>, due: Date): Promise<void> {
    await this.session.query(
      `INSERT INTO revocation (tenant_id, id, account_hash, key_id, refresh_token, due_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tenantId, id, accountHash, keyIdOf(refreshToken), refreshToken, due],
    );
    this.session.afterCommit(this.nudge);
  }

  async take(now: Date, leaseUntil: Date): Promise<Revocation | null> {
    const rows = await this.session.query<RevocationRow>(
      // Materialized: asked once. As a subquery it is asked once per row where the planner likes, and takes another each time.
      `WITH chosen AS MATERIALIZED (
         SELECT tenant_id, id FROM revocation WHERE due_at <= $1 ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
       )
       UPDATE revocation SET due_at = $2 WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM chosen)
       RETURNING ${columns}`,
      [now, leaseUntil],
    );
    return rows[0] ? toRevocation(rows[0]) : null;
  }

  async postpone({ tenantId, id }: Revocation, due: Date): Promise<void> {
    await this.session.query(
      'UPDATE revocation SET attempts = attempts + 1, due_at = $3 WHERE tenant_id = $1 AND id = $2',
      [tenantId, id, due],
    );
  }

  async remove({ tenantId, id }: Revocation): Promise<void> {
    await this.session.query('DELETE FROM revocation WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
  }

  async accountInUse(accountHash: string): Promise<boolean> {
    return (
      (await this.session.query('SELECT 1 FROM account_use WHERE account_hash = $1 LIMIT 1', [accountHash])).length > 0
    );
  }

  async tenantsWithGrants(): Promise<string[]> {
    const rows = await this.session.query<{ tenant_id: string }>('SELECT DISTINCT tenant_id FROM account_use');
    return rows.map((row) => row.tenant_id);
  }

  async sealedOtherwise(keyId: string, limit: number): Promise<Revocation[]> {
    const rows = await this.session.query<RevocationRow>(
      `SELECT ${columns} FROM revocation WHERE key_id <> $1 LIMIT $2`,
      [keyId, limit],
    );
    return rows.map(toRevocation);
  }

  async reseal(before: Revocation, refreshToken: string): Promise<void> {
    await this.session.query(
      `UPDATE revocation SET refresh_token = $4, key_id = $5 WHERE tenant_id = $1 AND id = $2 AND refresh_token = $3`,
      [before.tenantId, before.id, before.refreshToken, refreshToken, keyIdOf(refreshToken)],
    );
  }
}
