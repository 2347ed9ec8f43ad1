import type { SqlSession } from '@kalends/persistence';
import type { ConfirmationStore } from '../app/confirmation-store';
import type { Confirmation } from '../domain/confirmation';

export class PostgresConfirmationStore implements ConfirmationStore {
  constructor(private readonly session: SqlSession) {}

  async add({ digest, userId, action, subject, phrase, counts, expiresAt }: Confirmation): Promise<void> {
    await this.session.query(
      `INSERT INTO confirmations (tenant_id, digest, user_id, action, subject, phrase, counts, expires_at)
       VALUES (NULLIF(current_setting('kalends.tenant', true), '')::uuid, $1, $2, $3, $4, $5, $6, $7)`,
      [digest, userId, action, subject, phrase, JSON.stringify(counts), expiresAt],
    );
  }

  async take(digest: Buffer): Promise<Confirmation | null> {
    const [row] = await this.session.query<Confirmation>(
      `DELETE FROM confirmations WHERE digest = $1
       RETURNING digest, user_id AS "userId", action, subject, phrase, counts, expires_at AS "expiresAt"`,
      [digest],
    );
    return row ?? null;
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.session.query('DELETE FROM confirmations WHERE expires_at <= $1', [now]);
  }
}
