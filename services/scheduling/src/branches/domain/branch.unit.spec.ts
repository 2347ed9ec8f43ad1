import { type Branch, branchDefaults, branchUnknown, changeBranch, changedBranchFields, vetBranch } from './branch';

const branch: Branch = { id: 'b', version: 4, name: 'Mitte', timeZone: 'Europe/Berlin', ...branchDefaults };
const refusal = (kind: string, code: string) =>
  expect.objectContaining({ kind, code, message: expect.stringMatching(/^[A-Z].+\.$/) });

describe('A branch', () => {
  it('speaks English, keeps no holidays and connects to no calendar until somebody says otherwise', () => {
    expect(branchDefaults).toEqual({
      locale: 'en',
      holidayRegion: '',
      address: '',
      googleSyncEnabled: false,
      caldavEnabled: false,
    });
  });

  it('takes over what is given, one version further', () => {
    expect(changeBranch(branch, { name: 'Nord', address: 'Elbe 1' })).toEqual({
      ...branch,
      name: 'Nord',
      address: 'Elbe 1',
      version: 5,
    });
  });

  it('is not changed by what it says already', () => {
    expect(changeBranch(branch, { name: 'Mitte' })).toBeNull();
    expect(changeBranch(branch, {})).toBeNull();
  });

  it('is in a time zone that is known', () => {
    expect(vetBranch(branch)).toBe(branch);
    expect(() => vetBranch({ ...branch, timeZone: 'CEST' })).toThrow(refusal('invalid', 'branch/time-zone'));
    expect(() => changeBranch(branch, { timeZone: '+01:00' })).toThrow(refusal('invalid', 'branch/time-zone'));
  });

  it("tells which of the contract's fields differ, neither id nor version being one", () => {
    const after = { ...branch, id: 'c', version: 5, timeZone: 'Europe/Paris', googleSyncEnabled: true };
    expect(changedBranchFields(branch, after)).toEqual(['time_zone', 'google_sync_enabled']);
    expect(changedBranchFields(null, branch)).toEqual([
      ...['name', 'time_zone', 'locale', 'holiday_region', 'address', 'google_sync_enabled', 'caldav_enabled'],
    ]);
  });

  it('that there is not is told so', () => {
    expect(branchUnknown()).toEqual(refusal('not-found', 'branch/unknown'));
  });
});
