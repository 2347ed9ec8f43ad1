import type { SqlSession } from '@kalends/persistence';
import type { DisconnectOrder, DisconnectOrderStore } from '../app/disconnect-order-store';

export class PostgresDisconnectOrderStore implements DisconnectOrderStore {
  constructor(private readonly session: SqlSession) {}

  async add({ linkId, google, actor }: DisconnectOrder): Promise<void> {
    await this.session.query(
      `INSERT INTO disconnect_orders (tenant_id, link_id, google, actor)
       VALUES (NULLIF(current_setting('kalends.tenant', true), '')::uuid, $1, $2, $3)`,
      [linkId, google, actor],
    );
  }

  async find(linkId: string): Promise<DisconnectOrder | null> {
    const [row] = await this.session.query<DisconnectOrder>(
      'SELECT link_id AS "linkId", google, actor FROM disconnect_orders WHERE link_id = $1',
      [linkId],
    );
    return row ?? null;
  }

  async remove(linkId: string): Promise<void> {
    await this.session.query('DELETE FROM disconnect_orders WHERE link_id = $1', [linkId]);
  }
}
