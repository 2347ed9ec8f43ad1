import type { SqlSession } from '@kalends/persistence';
import type { ConsentRequestStore } from '../app/consent-request.store';
import type { ConsentRequest, RequestStatus } from '../domain/consent-request';

interface RequestRow {
  readonly id: string;
  readonly resource_id: string;
  readonly user_id: string;
  readonly state_hash: string;
  readonly verifier: string;
  readonly plan: ConsentRequest['plan'];
  readonly share_account: boolean;
  readonly status: RequestStatus;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const columns = 'id, resource_id, user_id, state_hash, verifier, plan, share_account, status, created_at, expires_at';

const toRequest = (row: RequestRow): ConsentRequest => ({
  id: row.id,
  resourceId: row.resource_id,
  userId: row.user_id,
  stateHash: row.state_hash,
  verifier: row.verifier,
  plan: row.plan,
  shareAccount: row.share_account,
  status: row.status,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export class PgConsentRequestStore implements ConsentRequestStore {
  constructor(private readonly session: SqlSession) {}

  async lockByState(stateHash: string): Promise<ConsentRequest | null> {
    const rows = await this.session.query<RequestRow>(
      `SELECT ${columns} FROM consent_request WHERE state_hash = $1 FOR UPDATE`,
      [stateHash],
    );
    return rows[0] ? toRequest(rows[0]) : null;
  }

  async add(request: ConsentRequest): Promise<void> {
    const { id, resourceId, userId, stateHash, verifier, plan, shareAccount, status, createdAt, expiresAt } = request;
    await this.session.query(
      `INSERT INTO consent_request (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, resourceId, userId, stateHash, verifier, plan, shareAccount, status, createdAt, expiresAt],
    );
  }

  async setStatus(id: string, status: RequestStatus): Promise<void> {
    await this.session.query('UPDATE consent_request SET status = $2 WHERE id = $1', [id, status]);
  }

  async latest(resourceId: string): Promise<ConsentRequest | null> {
    const rows = await this.session.query<RequestRow>(
      `SELECT ${columns} FROM consent_request WHERE resource_id = $1 AND status <> 'offered'
       ORDER BY created_at DESC, id DESC LIMIT 1`,
      [resourceId],
    );
    return rows[0] ? toRequest(rows[0]) : null;
  }

  async cancelOpen(resourceId: string, madeUntil?: Date): Promise<number> {
    const rows = await this.session.query(
      `UPDATE consent_request SET status = 'cancelled'
       WHERE resource_id = $1 AND status IN ('waiting', 'offered') AND created_at <= coalesce($2, 'infinity'::timestamptz)
       RETURNING id`,
      [resourceId, madeUntil ?? null],
    );
    return rows.length;
  }

  async deleteBefore(instant: Date): Promise<void> {
    await this.session.query('DELETE FROM consent_request WHERE created_at < $1', [instant]);
  }
}
