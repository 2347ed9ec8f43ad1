import { createHash } from 'node:crypto';
import type { Clock, Randomness } from '@kalends/kernel';
import {
  CONFIRMATION_LIFE_MS,
  confirmationNeeded,
  requireConfirmed,
  type Confirmation,
  type Counts,
  type TypedConfirmation,
} from '../domain/confirmation';
import type { LinkTx } from './link-tx';

export type Asked = Pick<Confirmation, 'userId' | 'action' | 'subject'>;

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Asks people before something is deleted at Google, and checks their answer. */
export class Confirmations {
  constructor(
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** A token for one deletion of what was counted, and the words to type. */
  async ask(tx: LinkTx, asked: Asked, phrase: string, counts: Counts): Promise<TypedConfirmation> {
    const token = this.randomness.token(32);
    const now = this.clock.now();
    await tx.confirmations.deleteExpired(now);
    const expiresAt = new Date(now.getTime() + CONFIRMATION_LIFE_MS);
    await tx.confirmations.add({ ...asked, digest: digestOf(token), phrase, counts, expiresAt });
    return { token, phrase };
  }

  /** Uses the answer up. Throws what `requireConfirmed` throws; the transaction's end then leaves the token as it was. */
  async use(tx: LinkTx, asked: Asked, typed: TypedConfirmation | undefined, counts: Counts): Promise<void> {
    if (!typed) throw confirmationNeeded();
    const confirmation = await tx.confirmations.take(digestOf(typed.token));
    requireConfirmed(confirmation, { ...asked, phrase: typed.phrase }, counts, this.clock.now());
  }
}
