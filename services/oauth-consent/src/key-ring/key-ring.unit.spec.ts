import { randomBytes } from 'node:crypto';
import { KeyRing } from './key-ring';
import type { SealContext } from './vault';

const keys = { spring: randomBytes(32).toString('base64'), autumn: randomBytes(32).toString('base64') };
const context: SealContext = { tenantId: 'tenant-a', id: 'grant-1', purpose: 'refresh-token' };
const spring = new KeyRing({ current: 'spring', keys });
const autumn = new KeyRing({ current: 'autumn', keys });

describe('the key ring', () => {
  it('opens what it sealed, and shows nothing of it in the envelope', () => {
    const sealed = spring.seal('1//secret', context);
    expect(sealed).not.toContain('secret');
    expect(sealed.startsWith('spring.')).toBe(true);
    expect(spring.open(sealed, context)).toBe('1//secret');
  });

  it('seals the same text differently each time', () => {
    expect(spring.seal('1//secret', context)).not.toBe(spring.seal('1//secret', context));
  });

  it.each<[string, Partial<SealContext>]>([
    ['tenant', { tenantId: 'tenant-b' }],
    ['row', { id: 'grant-2' }],
    ['column', { purpose: 'account' }],
  ])('does not open an envelope that was moved to another %s', (_what, other) => {
    const sealed = spring.seal('1//secret', context);
    expect(() => spring.open(sealed, { ...context, ...other })).toThrow('could not be opened');
  });

  it('does not open an envelope of which one character changed', () => {
    const sealed = spring.seal('1//secret', context);
    for (const at of [8, sealed.lastIndexOf('.') + 20]) {
      const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => spring.open(altered, context)).toThrow('could not be opened');
    }
  });

  it('I9: re-wraps under a new key without touching the text, after which the old key may go', () => {
    const sealed = spring.seal('1//secret', context);
    const rewrapped = autumn.rewrap(sealed, context);
    expect(rewrapped.split('.')[2]).toBe(sealed.split('.')[2]);
    expect(new KeyRing({ current: 'autumn', keys: { autumn: keys.autumn } }).open(rewrapped, context)).toBe(
      '1//secret',
    );
  });

  it('says that a secret can not be opened when its key left the ring', () => {
    const sealed = spring.seal('1//secret', context);
    expect(() => new KeyRing({ current: 'autumn', keys: { autumn: keys.autumn } }).open(sealed, context)).toThrow(
      'could not be opened',
    );
  });
});
