import type { MemorySession } from '@kalends/memory';
import type { GrantStore } from '../grant/app/grant.store';
import type { Grant } from '../grant/domain/grant';
import { keyIdOf } from '../grant/infra/pg-grant.store';
import { accountUse, grants, keyOf } from './tables';

export class MemoryGrantStore implements GrantStore {
  constructor(private readonly session: MemorySession) {}

  async lockAccount(accountHash: string): Promise<Grant | null> {
    const { tenantId } = this.session;
    await this.session.query('grants.lockName', (view) => view.lockName(keyOf(tenantId!, accountHash)));
    return this.session.query('grants.lockAccount', (view) => {
      const found = view.all(grants).find((row) => row.accountHash === accountHash);
      return (found && view.lock(grants, grants.key(found))) ?? null;
    });
  }

  lock(id: string): Promise<Grant | null> {
    return this.session.query('grants.lock', (view) => view.lock(grants, this.key(id)) ?? null);
  }

  find(id: string): Promise<Grant | null> {
    return this.session.query('grants.find', (view) => view.get(grants, this.key(id)) ?? null);
  }

  async save(grant: Grant): Promise<void> {
    const tenantId = this.session.tenantId!;
    const { state, scopes, generation, refreshToken, account, accountHash } = grant;
    const given = { state, scopes, generation, refreshToken, account };
    await this.session.query('grants.save', (view) => {
      const isThere = view.update(grants, this.key(grant.id), (row) => ({ ...row, ...given }));
      if (!isThere) view.insert(grants, { ...grant, tenantId });
    });
    await this.session.query('accountUse.add', (view) => {
      const isThere = view.get(accountUse, keyOf(tenantId, accountHash)) !== undefined;
      if (!isThere) view.insert(accountUse, { tenantId, accountHash });
    });
  }

  async delete({ id, accountHash }: Grant): Promise<void> {
    const { tenantId } = this.session;
    await this.session.query('grants.delete', (view) => view.delete(grants, this.key(id)));
    await this.session.query('accountUse.delete', (view) => view.delete(accountUse, keyOf(tenantId!, accountHash)));
  }

  sealedOtherwise(keyId: string, limit: number): Promise<Grant[]> {
    return this.session.query('grants.sealedOtherwise', (view) =>
      view
        .all(grants)
        .filter(({ refreshToken }) => keyIdOf(refreshToken) !== keyId)
        .slice(0, limit),
    );
  }

  async reseal(before: Grant, sealed: Pick<Grant, 'refreshToken' | 'account'>): Promise<void> {
    const { refreshToken, account } = sealed;
    await this.session.query('grants.reseal', (view) => {
      if (view.get(grants, this.key(before.id))?.refreshToken !== before.refreshToken) return;
      view.update(grants, this.key(before.id), (row) => ({ ...row, refreshToken, account }));
    });
  }

  private key(id: string): string {
    return keyOf(this.session.tenantId!, id);
  }
}
