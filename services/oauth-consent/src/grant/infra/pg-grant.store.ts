import type { SqlSession } from '@kalends/persistence';
import type { GrantStore } from '../app/grant.store';
import type { Grant } from '../domain/grant';

interface GrantRow {
  readonly id: string;
  readonly account_hash: string;
  readonly state: Grant['state'];
  readonly scopes: string[];
  readonly generation: number;
  readonly refresh_token: string;
  readonly account: string;
}

const columns = 'id, account_hash, state, scopes, generation, refresh_token, account';

const toGrant = (row: GrantRow): Grant => ({
  id: row.id,
  accountHash: row.account_hash,
  state: row.state,
  scopes: row.scopes,
  generation: row.generation,
  refreshToken: row.refresh_token,
  account: row.account,
});

/** The key that an envelope names, kept in a column of its own so that a rotation finds its rows. */
export const keyIdOf = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'));

export class PgGrantStore implements GrantStore {
  constructor(private readonly session: SqlSession) {}

  async lockAccount(accountHash: string): Promise<Grant | null> {
    // A row lock can't hold an account that has no row yet.
    await this.session.query(
      `SELECT pg_advisory_xact_lock(hashtextextended(current_setting('kalends.tenant') || '/' || $1, 0))`,
      [accountHash],
    );
    return this.one('account_hash = $1 FOR UPDATE', accountHash);
  }

  lock(id: string): Promise<Grant | null> {
    return this.one('id = $1 FOR UPDATE', id);
  }

  find(id: string): Promise<Grant | null> {
    return this.one('id = $1', id);
  }

  async save(grant: Grant): Promise<void> {
    const { id, accountHash, state, scopes, generation, refreshToken, account } = grant;
    await this.session.query(
      `INSERT INTO google_grant (${columns}, key_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (tenant_id, id) DO UPDATE SET state = EXCLUDED.state, scopes = EXCLUDED.scopes,
         generation = EXCLUDED.generation, refresh_token = EXCLUDED.refresh_token, account = EXCLUDED.account,
         key_id = EXCLUDED.key_id`,
      [id, accountHash, state, scopes, generation, refreshToken, account, keyIdOf(refreshToken)],
    );
    await this.session.query('INSERT INTO account_use (account_hash) VALUES ($1) ON CONFLICT DO NOTHING', [
      accountHash,
    ]);
  }

  async delete(grant: Grant): Promise<void> {
    await this.session.query('DELETE FROM google_grant WHERE id = $1', [grant.id]);
    await this.session.query('DELETE FROM account_use WHERE account_hash = $1', [grant.accountHash]);
  }

  async sealedOtherwise(keyId: string, limit: number): Promise<Grant[]> {
    const rows = await this.session.query<GrantRow>(`SELECT ${columns} FROM google_grant WHERE key_id <> $1 LIMIT $2`, [
      keyId,
      limit,
    ]);
    return rows.map(toGrant);
  }

  async reseal(before: Grant, sealed: Pick<Grant, 'refreshToken' | 'account'>): Promise<void> {
    await this.session.query(
      `UPDATE google_grant SET refresh_token = $3, account = $4, key_id = $5 WHERE id = $1 AND refresh_token = $2`,
      [before.id, before.refreshToken, sealed.refreshToken, sealed.account, keyIdOf(sealed.refreshToken)],
    );
  }

  private async one(where: string, value: string): Promise<Grant | null> {
    const rows = await this.session.query<GrantRow>(`SELECT ${columns} FROM google_grant WHERE ${where}`, [value]);
    return rows[0] ? toGrant(rows[0]) : null;
  }
}
