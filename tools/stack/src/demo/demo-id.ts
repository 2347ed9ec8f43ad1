import { createHash } from 'node:crypto';

/** The same UUID (RFC 9562 version 8) for the same words at every start, so that loading twice makes nothing twice. */
export function demoId(...words: readonly (string | number)[]): string {
  const bytes = createHash('sha256')
    .update(`kalends-demo/${words.join('/')}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A number in [0, below) that depends on the words alone. */
export const demoNumber = (below: number, ...words: readonly (string | number)[]): number =>
  createHash('sha256').update(words.join('/')).digest().readUInt32BE(0) % below;
