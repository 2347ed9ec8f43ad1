import type { MemorySession } from '@kalends/memory';
import type { ConsentRequestStore } from '../consent/app/consent-request.store';
import { isOpen, type ConsentRequest, type RequestStatus } from '../consent/domain/consent-request';
import { keyOf, requests } from './tables';

export class MemoryConsentRequestStore implements ConsentRequestStore {
  constructor(private readonly session: MemorySession) {}

  lockByState(stateHash: string): Promise<ConsentRequest | null> {
    return this.session.query('requests.lockByState', (view) => {
      const found = view.all(requests).find((row) => row.stateHash === stateHash);
      return (found && view.lock(requests, requests.key(found))) ?? null;
    });
  }

  add(request: ConsentRequest): Promise<void> {
    const row = { ...request, tenantId: this.session.tenantId! };
    return this.session.query('requests.add', (view) => view.insert(requests, row));
  }

  async setStatus(id: string, status: RequestStatus): Promise<void> {
    const key = keyOf(this.session.tenantId!, id);
    await this.session.query('requests.setStatus', (view) => view.update(requests, key, (row) => ({ ...row, status })));
  }

  latest(resourceId: string): Promise<ConsentRequest | null> {
    return this.session.query('requests.latest', (view) => {
      const asked = view.all(requests).filter((row) => row.resourceId === resourceId && row.status !== 'offered');
      return asked.sort(newestFirst)[0] ?? null;
    });
  }

  cancelOpen(resourceId: string, madeUntil?: Date): Promise<number> {
    return this.session.query('requests.cancelOpen', (view) => {
      const isMeant = (row: ConsentRequest) => isOpen(row) && (madeUntil === undefined || row.createdAt <= madeUntil);
      const open = view.all(requests).filter((row) => row.resourceId === resourceId && isMeant(row));
      for (const { tenantId, id } of open)
        view.update(requests, keyOf(tenantId, id), (row) => ({ ...row, status: 'cancelled' as const }));
      return open.length;
    });
  }

  async deleteBefore(instant: Date): Promise<void> {
    await this.session.query('requests.deleteBefore', (view) => {
      for (const row of view.all(requests)) if (row.createdAt < instant) view.delete(requests, requests.key(row));
    });
  }
}

const newestFirst = (a: ConsentRequest, b: ConsentRequest): number =>
  b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
