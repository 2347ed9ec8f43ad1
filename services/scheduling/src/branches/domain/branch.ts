import { isTimeZone } from '@kalends/calendar';
import { DomainError } from '@kalends/kernel';
import { isDeepStrictEqual } from 'node:util';

export interface BranchFacts {
  readonly name: string;
  /** IANA time zone name. */
  readonly timeZone: string;
  /** BCP 47. */
  readonly locale: string;
  /** Country and region whose holidays count, such as `DE-BY`; empty for none. */
  readonly holidayRegion: string;
  readonly address: string;
  readonly googleSyncEnabled: boolean;
  readonly caldavEnabled: boolean;
}

export interface Branch extends BranchFacts {
  readonly id: string;
  readonly version: number;
}

export const branchDefaults = {
  locale: 'en',
  holidayRegion: '',
  address: '',
  googleSyncEnabled: false,
  caldavEnabled: false,
} as const satisfies Partial<BranchFacts>;

/** The branch after a change; null when nothing changes. @throws DomainError `branch/time-zone` */
export function changeBranch(branch: Branch, patch: Partial<BranchFacts>): Branch | null {
  const after = { ...branch, ...patch };
  if (isDeepStrictEqual(after, branch)) return null;
  return vetBranch({ ...after, version: branch.version + 1 });
}

export function vetBranch(branch: Branch): Branch {
  if (isTimeZone(branch.timeZone)) return branch;
  throw new DomainError(
    'invalid',
    'branch/time-zone',
    'This time zone is not known; use a name such as Europe/Berlin.',
  );
}

/** Names of the contract's fields in which `after` differs. */
export function changedBranchFields(before: Branch | null, after: Branch): readonly string[] {
  return Object.keys(after)
    .filter((key) => key !== 'id' && key !== 'version')
    .filter((key) => !isDeepStrictEqual(before?.[key as keyof Branch], after[key as keyof Branch]))
    .map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

export const branchUnknown = (): DomainError =>
  new DomainError('not-found', 'branch/unknown', 'There is no such branch.');
