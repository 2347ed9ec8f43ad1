import { DomainError } from '@kalends/kernel';

/** @throws DomainError `settings/stale` with the current state, unless `version` is the current one */
export function requireVersion(current: { readonly version: number }, version: number): void {
  if (current.version === version) return;
  throw new DomainError('stale', 'settings/stale', 'This was changed in the meantime; look at it again and repeat.', {
    current,
  });
}
