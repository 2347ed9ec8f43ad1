import type { MemorySession } from '@kalends/memory';
import type { Channel, ChannelStore, Push } from '../watch/app/channel-store';
import { askedAgain } from './memory-job-store';
import { channels, jobs, keyOf } from './tables';

export class MemoryChannelStore implements ChannelStore {
  constructor(private readonly session: MemorySession) {}

  add(channel: Channel): Promise<void> {
    return this.session.query('channels.add', (view) => view.insert(channels, channel));
  }

  async opened(id: string, googleResourceId: string, expiresAt: Date): Promise<void> {
    const answer = { googleResourceId, expiresAt };
    await this.session.query('channels.opened', (view) =>
      view.update(channels, keyOf(this.session.tenantId!, id), (row) => ({ ...row, ...answer })),
    );
  }

  ofLink(linkId: string): Promise<Channel[]> {
    return this.session.query('channels.ofLink', (view) =>
      view
        .all(channels)
        .filter((row) => row.linkId === linkId)
        .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime()),
    );
  }

  async remove(id: string): Promise<void> {
    await this.session.query('channels.remove', (view) => view.delete(channels, keyOf(this.session.tenantId!, id)));
  }

  async arrived(pushes: readonly Push[], now: Date): Promise<ReadonlySet<Push>> {
    const known = await this.session.query('channels.find', (view) =>
      view.all(channels).filter(({ id, expiresAt }) => expiresAt > now && pushes.some((push) => push.channelId === id)),
    );
    const isRight = (push: Push): boolean =>
      known.some(({ id, tokenDigest }) => id === push.channelId && tokenDigest.equals(push.tokenDigest));
    const right = new Set(pushes.filter(isRight));
    if (right.size > 0) await this.markDirty(new Set([...right].map(({ channelId }) => channelId)), now);
    return right;
  }

  private markDirty(channelIds: ReadonlySet<string>, now: Date): Promise<void> {
    return this.session.query('channels.markDirty', (view) => {
      const dirty = view.all(channels).filter(({ id }) => channelIds.has(id));
      const keys = new Set(dirty.map(({ tenantId, linkId }) => keyOf(tenantId, linkId, 'pull')));
      for (const key of [...keys].sort()) view.update(jobs, key, (row) => askedAgain(row, now));
    });
  }
}
