import type { Clock, Log, Randomness, UnitOfWork } from '@kalends/kernel';
import type { Vault } from '../../key-ring/vault';
import type { Signals } from '../../signals';
import type { GoogleOAuth } from './google-oauth';
import type { Revocation, RevocationQueue } from './revocations';

/** Longer than the adapter's patience with Google, so that no other worker takes the same one meanwhile. */
const LEASE_MS = 60_000;
const MAX_PAUSE_MS = 60 * 60_000;

/**
 * Gives the next token back to Google, unless a tenant uses its account (Google would end that one's grant with it).
 * Waits longer after each failure and never gives up: the person withdrew, so the token must die.
 */
export class RevokeUnused {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ revocations: RevocationQueue }>,
    private readonly google: GoogleOAuth,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
    private readonly log: Log,
    private readonly signals: Signals,
  ) {}

  /** 1 when there was one to deal with. */
  async step(): Promise<number> {
    const next = await this.takeOne();
    if (!next) return 0;
    const facts = { tenantId: next.tenantId, grantId: next.id };
    try {
      if (!next.inUse) await this.google.revoke(this.open(next));
      await this.unitOfWork.runAcrossTenants(({ revocations }) => revocations.remove(next));
      if (!next.inUse) this.signals.revoked('done');
      this.log.info(next.inUse ? 'grant.kept-for-other-use' : 'grant.revoked', facts);
    } catch (error) {
      const pause = Math.min(MAX_PAUSE_MS, 1000 * 2 ** next.attempts) * (0.5 + this.randomness.fraction());
      const due = new Date(this.clock.now().getTime() + pause);
      await this.unitOfWork.runAcrossTenants(({ revocations }) => revocations.postpone(next, due));
      this.signals.revoked('failed');
      this.log.warn('grant.revocation-failed', { ...facts, error });
    }
    return 1;
  }

  private takeOne(): Promise<(Revocation & { inUse: boolean }) | null> {
    const now = this.clock.now();
    return this.unitOfWork.runAcrossTenants(async ({ revocations }) => {
      const next = await revocations.take(now, new Date(now.getTime() + LEASE_MS));
      return next && { ...next, inUse: await revocations.accountInUse(next.accountHash) };
    });
  }

  private open(revocation: Revocation): string {
    const { tenantId, id, refreshToken } = revocation;
    return this.vault.open(refreshToken, { tenantId, id, purpose: 'refresh-token' });
  }
}
