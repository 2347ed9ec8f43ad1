import { DomainError } from '@kalends/kernel';
import type { SealContext, Vault } from '../key-ring/vault';

/** Seals nothing really: the same text for the same owner gives the same envelope, in which it can't be read at a glance. */
export class MemoryVault implements Vault {
  constructor(readonly currentKeyId = 'memory') {}

  seal(plain: string, context: SealContext): string {
    return `${this.currentKeyId}.${ownerOf(context)}.${Buffer.from(plain).toString('base64url')}`;
  }

  open(sealed: string, context: SealContext): string {
    const [, owner, text = ''] = sealed.split('.');
    if (owner === ownerOf(context)) return Buffer.from(text, 'base64url').toString();
    throw new DomainError('internal', 'key-ring/not-openable', 'A stored secret could not be opened.');
  }

  rewrap(sealed: string, context: SealContext): string {
    return this.seal(this.open(sealed, context), context);
  }
}

const ownerOf = ({ tenantId, id, purpose }: SealContext): string => `${tenantId}|${id}|${purpose}`;
