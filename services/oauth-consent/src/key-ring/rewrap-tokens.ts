import type { Log, UnitOfWork } from '@kalends/kernel';
import type { ConsentTx } from '../consent/app/consent-tx';
import type { Vault } from './vault';

const BATCH = 100;

/**
 * Brings what older keys sealed under the current one, while everything goes on (Google is not asked). When a step returns
 * 0, the older keys can leave the ring; requests under way, which live ten minutes, are not counted.
 */
export class RewrapTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork<Pick<ConsentTx, 'grants' | 'revocations'>>,
    private readonly vault: Vault,
    private readonly log: Log,
  ) {}

  /** A batch of each tenant and of the queue; returns how many texts were written anew. */
  async step(): Promise<number> {
    const tenants = await this.unitOfWork.runAcrossTenants((tx) => tx.revocations.tenantsWithGrants());
    let count = await this.revocations();
    for (const tenantId of tenants) count += await this.grantsOf(tenantId);
    if (count > 0) this.log.info('key-ring.rewrapped', { count });
    return count;
  }

  private grantsOf(tenantId: string): Promise<number> {
    return this.unitOfWork.run(tenantId, async ({ grants }) => {
      const stale = await grants.sealedOtherwise(this.vault.currentKeyId, BATCH);
      for (const grant of stale) {
        const { id, refreshToken, account } = grant;
        await grants.reseal(grant, {
          refreshToken: this.vault.rewrap(refreshToken, { tenantId, id, purpose: 'refresh-token' }),
          account: this.vault.rewrap(account, { tenantId, id, purpose: 'account' }),
        });
      }
      return stale.length;
    });
  }

  private revocations(): Promise<number> {
    return this.unitOfWork.runAcrossTenants(async ({ revocations }) => {
      const stale = await revocations.sealedOtherwise(this.vault.currentKeyId, BATCH);
      for (const revocation of stale) {
        const { tenantId, id, refreshToken } = revocation;
        await revocations.reseal(
          revocation,
          this.vault.rewrap(refreshToken, { tenantId, id, purpose: 'refresh-token' }),
        );
      }
      return stale.length;
    });
  }
}
