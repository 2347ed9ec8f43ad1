import type { MemorySession } from '@kalends/memory';
import type { ConsentStore } from '../consent/app/consent.store';
import type { Consent } from '../consent/domain/consent';
import { changedMeanwhile } from '../consent/infra/pg-consent.store';
import { consents, keyOf } from './tables';

export class MemoryConsentStore implements ConsentStore {
  constructor(private readonly session: MemorySession) {}

  find(resourceId: string): Promise<Consent | null> {
    const key = keyOf(this.session.tenantId!, resourceId);
    return this.session.query('consents.find', (view) => view.get(consents, key) ?? null);
  }

  byGrant(grantId: string): Promise<Consent[]> {
    return this.session.query('consents.byGrant', (view) =>
      view
        .all(consents)
        .filter((row) => row.grantId === grantId)
        .sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1)),
    );
  }

  async save(consent: Consent): Promise<void> {
    const tenantId = this.session.tenantId!;
    const key = keyOf(tenantId, consent.resourceId);
    const isSaved = await this.session.query('consents.save', (view) => {
      const before = view.lock(consents, key);
      if (before === undefined) view.insert(consents, { ...consent, tenantId });
      else if (before.version !== consent.version - 1) return false;
      else view.update(consents, key, (row) => ({ ...row, ...consent }));
      return true;
    });
    if (!isSaved) throw changedMeanwhile();
  }
}
