import { type Place, vetPlace } from './place';

const branch = { id: 'north', timeZone: 'Europe/Berlin' };
const chair = { id: 'chair', branchId: 'north', capacity: 1, visibleInAllBranches: false, deleted: false };
const place = (...resources: Place['resources']): Place => ({ branch, resources });
const refusal = (kind: string, code: string, details: object = {}) =>
  expect.objectContaining({ kind, code, details, message: expect.stringMatching(/^[A-Z].+\.$/) });

describe('The place of an appointment', () => {
  it("is a branch with the branch's own resources", () => {
    expect(vetPlace(place(chair), ['chair'], [])).toBe(branch);
  });

  it('has no resource that there is not, or is no more', () => {
    expect(() => vetPlace(place(), ['chair'], [])).toThrow(refusal('not-found', 'resource/unknown'));
    expect(() => vetPlace(place({ ...chair, deleted: true }), ['chair'], [])).toThrow(
      refusal('not-found', 'resource/unknown'),
    );
  });

  it("has another branch's resource only when that is shown in all branches", () => {
    const guest = { ...chair, branchId: 'south' };
    expect(() => vetPlace(place(guest), ['chair'], [])).toThrow(
      refusal('invalid', 'resource/other-branch', { resourceId: 'chair' }),
    );
    expect(vetPlace(place({ ...guest, visibleInAllBranches: true }), ['chair'], [])).toBe(branch);
  });

  it('may keep the resources that it had, whatever has become of them', () => {
    expect(vetPlace(place({ ...chair, deleted: true }), ['chair'], ['chair'])).toBe(branch);
    expect(() => vetPlace(place({ ...chair, deleted: true }), ['chair', 'stool'], ['chair'])).toThrow(
      refusal('not-found', 'resource/unknown'),
    );
  });

  it('needs a branch; a resource that there is not is told first', () => {
    const nowhere = { branch: null, resources: [chair] };
    expect(() => vetPlace(nowhere, ['chair'], [])).toThrow(refusal('not-found', 'branch/unknown'));
    expect(() => vetPlace(nowhere, ['stool'], [])).toThrow(refusal('not-found', 'resource/unknown'));
  });
});
