import { createHash } from 'node:crypto';
import type { Clock, Ids, Log, Randomness, UnitOfWork } from '@kalends/kernel';
import { valueOf, type GoogleAccess } from '../../google/app/google-access';
import type { JobHandler, Lease } from '../../job/app/job-runner';
import { isLeaseLost } from '../../job/app/lease-lost';
import { requireKept } from '../../link/app/require-kept';
import type { CalendarLink } from '../../link/domain/calendar-link';
import type { SyncTx } from '../../sync-tx';
import type { Channel } from './channel-store';

export interface WatchParts {
  readonly unitOfWork: UnitOfWork<SyncTx>;
  readonly access: GoogleAccess;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
  /** Where Google pushes to. */
  readonly address: string;
}

type Opened = Pick<Channel, 'id' | 'googleResourceId' | 'expiresAt'>;

const wantedMs = 7 * 24 * 60 * 60 * 1000;
/** Of a channel's life, when it is time for the next one. */
const renewAt = 0.8;
const tokenBytes = 32;

/** Push tokens are 256 random bits, for which a plain hash does (ASVS 5.0.0, 6.5.2). */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Job `watch`: opens a push channel, and the next one well before it runs out; only then the old one is stopped (S51). */
export class WatchCalendar implements JobHandler {
  constructor(private readonly parts: WatchParts) {}

  async run(link: CalendarLink, lease: Lease): Promise<Date> {
    const { unitOfWork, clock } = this.parts;
    const opened = await this.open(link);
    try {
      await lease.extend();
      await unitOfWork.run(link.tenantId, (tx) => requireKept(tx, link.id));
    } catch (error) {
      // Nobody wants it any more, or another runner has a newer one open, which must not be closed for this one.
      if (isLeaseLost(error)) await this.close(link, opened);
      throw error;
    }
    // Pushes that came while there was no channel are lost: look once.
    await unitOfWork.run(link.tenantId, (tx) => {
      const { tenantId, id: linkId, grantId } = link;
      return tx.jobs.request({ tenantId, linkId, grantId, job: 'pull', dueAt: clock.now() });
    });
    await this.closeOthers(link, opened.id);
    const now = clock.now().getTime();
    return new Date(now + (opened.expiresAt.getTime() - now) * renewAt);
  }

  private async open(link: CalendarLink): Promise<Opened> {
    const { unitOfWork, access, clock, ids, randomness, address } = this.parts;
    const secret = randomness.token(tokenBytes);
    const id = ids.next();
    const wanted = new Date(clock.now().getTime() + wantedMs);
    // Kept before Google knows of it: the first push may come before the answer does.
    await unitOfWork.run(link.tenantId, async (tx) => {
      await requireKept(tx, link.id);
      for (const channel of await tx.channels.ofLink(link.id)) {
        if (channel.googleResourceId === null) await tx.channels.remove(channel.id);
      }
      const { tenantId, id: linkId } = link;
      const tokenDigest = digestOf(secret);
      await tx.channels.add({ tenantId, id, linkId, tokenDigest, googleResourceId: null, expiresAt: wanted });
    });
    const request = { id, secret, address, expiresAt: wanted };
    const answer = await access.call(link, (google, place) => google.watch(place, request));
    if (answer.is === 'not-found') return access.breakLink(link, 'calendar-lost');
    const { googleResourceId, expiresAt } = valueOf(answer);
    await unitOfWork.run(link.tenantId, (tx) => tx.channels.opened(id, googleResourceId, expiresAt));
    return { id, googleResourceId, expiresAt };
  }

  private async closeOthers(link: CalendarLink, newest: string): Promise<void> {
    const channels = await this.parts.unitOfWork.run(link.tenantId, (tx) => tx.channels.ofLink(link.id));
    for (const channel of channels) if (channel.id !== newest) await this.close(link, channel);
  }

  /** One that can't be stopped now runs out, or is stopped after the next renewal; till then its pushes do no harm. */
  private async close(link: CalendarLink, channel: Opened | Channel): Promise<void> {
    const { unitOfWork, access, clock, log } = this.parts;
    try {
      if (channel.expiresAt > clock.now()) await stopChannel(access, link, channel);
      await unitOfWork.run(link.tenantId, (tx) => tx.channels.remove(channel.id));
    } catch (error) {
      log.warn('watch.not-stopped', { linkId: link.id, channelId: channel.id, error });
    }
  }
}

/** Stops a channel at Google; one that it does not know is stopped. @throws DomainError as GoogleAccess.call does */
export async function stopChannel(
  access: GoogleAccess,
  link: CalendarLink,
  { id, googleResourceId }: Pick<Channel, 'id' | 'googleResourceId'>,
): Promise<void> {
  if (googleResourceId === null) return;
  await access.call(link, (google, { token }) => google.stop(token, id, googleResourceId));
}
