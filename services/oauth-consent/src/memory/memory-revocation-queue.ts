import type { MemorySession } from '@kalends/memory';
import type { Revocation, RevocationQueue } from '../grant/app/revocations';
import { keyIdOf } from '../grant/infra/pg-grant.store';
import { accountUse, keyOf, revocations } from './tables';

export class MemoryRevocationQueue implements RevocationQueue {
  constructor(private readonly session: MemorySession) {}

  add(revocation: Omit<Revocation, 'attempts'>, dueAt: Date): Promise<void> {
    const { tenantId, id, accountHash, refreshToken } = revocation;
    const row = { tenantId, id, accountHash, refreshToken, attempts: 0, dueAt };
    return this.session.query('revocations.add', (view) => view.insert(revocations, row));
  }

  take(now: Date, leaseUntil: Date): Promise<Revocation | null> {
    return this.session.query('revocations.take', (view) => {
      const chosen = view
        .all(revocations)
        .filter(({ dueAt }) => dueAt <= now)
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
        .find((row) => view.isFree(revocations, revocations.key(row)));
      if (chosen === undefined) return null;
      return view.update(revocations, revocations.key(chosen), (row) => ({ ...row, dueAt: leaseUntil }))!;
    });
  }

  async postpone({ tenantId, id }: Revocation, dueAt: Date): Promise<void> {
    await this.session.query('revocations.postpone', (view) =>
      view.update(revocations, keyOf(tenantId, id), (row) => ({ ...row, dueAt, attempts: row.attempts + 1 })),
    );
  }

  async remove({ tenantId, id }: Revocation): Promise<void> {
    await this.session.query('revocations.remove', (view) => view.delete(revocations, keyOf(tenantId, id)));
  }

  accountInUse(accountHash: string): Promise<boolean> {
    return this.session.query('accountUse.find', (view) =>
      view.all(accountUse).some((row) => row.accountHash === accountHash),
    );
  }

  tenantsWithGrants(): Promise<string[]> {
    return this.session.query('accountUse.tenants', (view) => [
      ...new Set(view.all(accountUse).map(({ tenantId }) => tenantId)),
    ]);
  }

  sealedOtherwise(keyId: string, limit: number): Promise<Revocation[]> {
    return this.session.query('revocations.sealedOtherwise', (view) =>
      view
        .all(revocations)
        .filter(({ refreshToken }) => keyIdOf(refreshToken) !== keyId)
        .slice(0, limit),
    );
  }

  async reseal({ tenantId, id, refreshToken: old }: Revocation, refreshToken: string): Promise<void> {
    const key = keyOf(tenantId, id);
    await this.session.query('revocations.reseal', (view) => {
      if (view.get(revocations, key)?.refreshToken !== old) return;
      view.update(revocations, key, (row) => ({ ...row, refreshToken }));
    });
  }
}
