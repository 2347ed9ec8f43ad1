import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DomainError } from '@kalends/kernel';
import type { SealContext, Vault } from './vault';

export interface KeyRingSettings {
  /** Id of the key that wraps from now on. */
  readonly current: string;
  /** 256-bit keys by id, base64. A key stays until nothing is wrapped with it any more. */
  readonly keys: Readonly<Record<string, string>>;
}

const IV_BYTES = 12; // NIST SP 800-38D section 8.2: 96 random bits, one key per text, so a repeat can't happen
const TAG_BYTES = 16;

const encrypt = (key: Buffer, plain: Buffer, associated: string): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(associated));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

const decrypt = (key: Buffer, box: Buffer, associated: string): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(associated))
    .setAuthTag(box.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(box.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
};

const owner = (context: SealContext): string => `${context.tenantId}|${context.id}|${context.purpose}`;

/**
 * Envelopes `<key id>.<wrapped data key>.<text>` (base64url). The data key is bound to owner and key id, the text to its
 * owner: an envelope moved to another tenant, row or column does not open, and a new key needs only the first half rewritten.
 */
export class KeyRing implements Vault {
  readonly currentKeyId: string;
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(settings: KeyRingSettings) {
    this.currentKeyId = settings.current;
    this.keys = new Map(Object.entries(settings.keys).map(([id, key]) => [id, Buffer.from(key, 'base64')]));
  }

  seal(plain: string, context: SealContext): string {
    const dataKey = randomBytes(32);
    return this.envelope(dataKey, encrypt(dataKey, Buffer.from(plain), owner(context)).toString('base64url'), context);
  }

  open(sealed: string, context: SealContext): string {
    return guarded(() => {
      const { dataKey, text } = this.unwrap(sealed, context);
      return decrypt(dataKey, Buffer.from(text, 'base64url'), owner(context)).toString();
    });
  }

  rewrap(sealed: string, context: SealContext): string {
    return guarded(() => {
      const { dataKey, text } = this.unwrap(sealed, context);
      return this.envelope(dataKey, text, context);
    });
  }

  private envelope(dataKey: Buffer, text: string, context: SealContext): string {
    const wrapped = encrypt(this.key(this.currentKeyId), dataKey, `${owner(context)}|${this.currentKeyId}`);
    return `${this.currentKeyId}.${wrapped.toString('base64url')}.${text}`;
  }

  private unwrap(sealed: string, context: SealContext): { dataKey: Buffer; text: string } {
    const [keyId = '', wrapped = '', text = ''] = sealed.split('.');
    return {
      dataKey: decrypt(this.key(keyId), Buffer.from(wrapped, 'base64url'), `${owner(context)}|${keyId}`),
      text,
    };
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error(`no key ${id} in the ring`);
    return key;
  }
}

/** OpenSSL's messages say nothing of use; the caller learns only that this envelope is of no use here. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DomainError(
      'internal',
      'key-ring/not-openable',
      'A stored secret could not be opened.',
      {},
      { cause: error },
    );
  }
}
