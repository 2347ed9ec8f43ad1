import type { MemorySession } from '@kalends/memory';
import type { AuditEntry, AuditStore } from '../link/app/audit-store';
import type { ConfirmationStore } from '../link/app/confirmation-store';
import type { DisconnectOrder, DisconnectOrderStore } from '../link/app/disconnect-order-store';
import type { Confirmation } from '../link/domain/confirmation';
import { audit, confirmations, disconnects, keyOf } from './tables';

export class MemoryAuditStore implements AuditStore {
  constructor(private readonly session: MemorySession) {}

  record(entry: AuditEntry): Promise<void> {
    return this.session.query('audit.record', (view) => view.insert(audit, entry));
  }
}

export class MemoryConfirmationStore implements ConfirmationStore {
  constructor(private readonly session: MemorySession) {}

  add(confirmation: Confirmation): Promise<void> {
    const row = { ...confirmation, tenantId: this.session.tenantId! };
    return this.session.query('confirmations.add', (view) => view.insert(confirmations, row));
  }

  take(digest: Buffer): Promise<Confirmation | null> {
    const key = keyOf(this.session.tenantId!, digest.toString('hex'));
    return this.session.query('confirmations.take', (view) => {
      const row = view.lock(confirmations, key) ?? null;
      if (row !== null) view.delete(confirmations, key);
      return row;
    });
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.session.query('confirmations.deleteExpired', (view) => {
      for (const row of view.all(confirmations))
        if (row.expiresAt <= now) view.delete(confirmations, confirmations.key(row));
    });
  }
}

export class MemoryDisconnectOrderStore implements DisconnectOrderStore {
  constructor(private readonly session: MemorySession) {}

  add(order: DisconnectOrder): Promise<void> {
    const row = { ...order, tenantId: this.session.tenantId! };
    return this.session.query('disconnects.add', (view) => view.insert(disconnects, row));
  }

  find(linkId: string): Promise<DisconnectOrder | null> {
    return this.session.query('disconnects.find', (view) => view.get(disconnects, this.key(linkId)) ?? null);
  }

  async remove(linkId: string): Promise<void> {
    await this.session.query('disconnects.remove', (view) => view.delete(disconnects, this.key(linkId)));
  }

  private key(linkId: string): string {
    return keyOf(this.session.tenantId!, linkId);
  }
}
