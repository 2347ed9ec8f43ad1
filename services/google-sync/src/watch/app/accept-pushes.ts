import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { SyncTx } from '../../sync-tx';
import type { Push } from './channel-store';
import { digestOf } from './watch-calendar';

interface Waiting {
  readonly push: Push;
  readonly resolve: (isKnown: boolean) => void;
  readonly reject: (error: unknown) => void;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nobody = '00000000-0000-0000-0000-000000000000';
const atOnce = 500;

/**
 * Takes Google's pushes. All it stores is that a calendar has news, so that floods and repetitions coalesce (S49, S52);
 * pushes that arrive while a transaction is under way share the next one.
 */
export class AcceptPushes {
  private waiting: Waiting[] = [];
  private isFlushing = false;

  constructor(
    private readonly unitOfWork: UnitOfWork<SyncTx>,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves once the news is stored.
   * @returns false for an unknown channel and for a wrong token, at the same cost
   * @throws DomainError of kind `unavailable`: Google shall push again (S55)
   */
  accept(channelId: string, token: string): Promise<boolean> {
    const push = { channelId: uuid.test(channelId) ? channelId : nobody, tokenDigest: digestOf(token) };
    return new Promise((resolve, reject) => {
      this.waiting.push({ push, resolve, reject });
      if (!this.isFlushing) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.isFlushing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, atOnce);
      try {
        const pushes = batch.map(({ push }) => push);
        const known = await this.unitOfWork.runAcrossTenants((tx) => tx.channels.arrived(pushes, this.clock.now()));
        for (const { push, resolve } of batch) resolve(known.has(push));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isFlushing = false;
  }
}
