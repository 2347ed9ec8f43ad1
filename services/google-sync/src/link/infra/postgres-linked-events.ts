import type { SqlSession } from '@kalends/persistence';
import type { ExportedEvent, LinkedEvents } from '../app/linked-events';
import { isOurs, isThere } from '../../mapping/infra/mapping-conditions';

export class PostgresLinkedEvents implements LinkedEvents {
  constructor(private readonly session: SqlSession) {}

  async count(linkId: string): Promise<{ exported: number; imported: number }> {
    const [row] = await this.session.query<{ exported: number; imported: number }>(
      `SELECT count(*) FILTER (WHERE ${isOurs})::integer AS exported, count(*) FILTER (WHERE NOT ${isOurs})::integer AS imported
       FROM mappings WHERE link_id = $1 AND ${isThere}`,
      [linkId],
    );
    return row ?? { exported: 0, imported: 0 };
  }

  exported(linkId: string, { after, limit }: { after: string; limit: number }): Promise<ExportedEvent[]> {
    return this.session.query<ExportedEvent>(
      `SELECT event_id AS id, google -> 'etags' ->> event_id AS etag FROM mappings
       WHERE link_id = $1 AND ${isOurs} AND (${isThere} OR sent IS NOT NULL) AND event_id > $2
       ORDER BY event_id LIMIT $3`,
      [linkId, after, limit],
    );
  }

  async forget(linkId: string): Promise<void> {
    await this.session.query('DELETE FROM mappings WHERE link_id = $1', [linkId]);
  }
}
