import { timingSafeEqual } from 'node:crypto';
import type { SqlSession } from '@kalends/persistence';
import type { Channel, ChannelStore, Push } from '../app/channel-store';

const noDigest = Buffer.alloc(32);

export class PostgresChannelStore implements ChannelStore {
  constructor(
    private readonly session: SqlSession,
    private readonly onJob: () => void,
  ) {}

  async add(channel: Channel): Promise<void> {
    await this.session.query(
      `INSERT INTO channels (tenant_id, id, link_id, token_digest, google_resource_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [channel.tenantId, channel.id, channel.linkId, channel.tokenDigest, channel.googleResourceId, channel.expiresAt],
    );
  }

  async opened(id: string, googleResourceId: string, expiresAt: Date): Promise<void> {
    await this.session.query('UPDATE channels SET google_resource_id = $2, expires_at = $3 WHERE id = $1', [
      id,
      googleResourceId,
      expiresAt,
    ]);
  }

  ofLink(linkId: string): Promise<Channel[]> {
    return this.session.query<Channel>(
      `SELECT tenant_id AS "tenantId", id, link_id AS "linkId", token_digest AS "tokenDigest",
         google_resource_id AS "googleResourceId", expires_at AS "expiresAt"
       FROM channels WHERE link_id = $1 ORDER BY expires_at`,
      [linkId],
    );
  }

  async remove(id: string): Promise<void> {
    await this.session.query('DELETE FROM channels WHERE id = $1', [id]);
  }

  async arrived(pushes: readonly Push[], now: Date): Promise<ReadonlySet<Push>> {
    const channels = await this.session.query<{ id: string; digest: Buffer }>(
      'SELECT id, token_digest AS digest FROM channels WHERE id = ANY($1::uuid[]) AND expires_at > $2',
      [pushes.map(({ channelId }) => channelId), now],
    );
    const digests = new Map(channels.map(({ id, digest }) => [id, digest]));
    // An unknown channel costs a comparison too.
    const isRight = (push: Push): boolean => timingSafeEqual(digests.get(push.channelId) ?? noDigest, push.tokenDigest);
    const right = new Set(pushes.filter(isRight));
    if (right.size > 0) await this.markDirty([...new Set([...right].map(({ channelId }) => channelId))], now);
    return right;
  }

  private async markDirty(channelIds: readonly string[], now: Date): Promise<void> {
    // In order of key, so that two of these can't wait for each other.
    await this.session.query(
      `WITH dirty AS (
         SELECT j.tenant_id, j.link_id FROM link_jobs j
         WHERE j.job = 'pull' AND (j.tenant_id, j.link_id) IN
           (SELECT c.tenant_id, c.link_id FROM channels c WHERE c.id = ANY($1::uuid[]))
         ORDER BY j.tenant_id, j.link_id FOR UPDATE
       )
       UPDATE link_jobs j SET news = j.news + 1, due_at = least(j.due_at, $2)
       FROM dirty d WHERE j.job = 'pull' AND (j.tenant_id, j.link_id) = (d.tenant_id, d.link_id)`,
      [channelIds, now],
    );
    this.session.afterCommit(this.onJob);
  }
}
