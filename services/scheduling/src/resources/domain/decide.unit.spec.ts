import { changedResourceFields, changeResource, deleteResource } from './decide';
import { type Resource, resourceDefaults } from './resource';

const chair: Resource = {
  ...resourceDefaults,
  ...{ id: 'r', branchId: 'b', designation: 'Chair', deleted: false, version: 2 },
};
const free = { appointments: 0, highestLane: 0 };
const refusal = (code: string, more: object = {}) =>
  expect.objectContaining({ kind: 'conflict', code, message: expect.stringMatching(/^[A-Z\d].+\.$/), ...more });

describe('A resource', () => {
  it('is shown, takes one at a time, and neither syncs nor is booked online until somebody says so', () => {
    expect(resourceDefaults).toEqual({
      ...{ visibleInAllBranches: false, visible: true, color: '#4263eb', description: '', employeeId: null },
      ...{ isLocation: false, stepMinutes: 30, capacity: 1, waitingList: false, reminderMinutes: 10 },
      ...{ warnOutsideAvailability: true, calendarSyncAllowed: false, onlineBookingAllowed: false },
    });
  });

  it('takes over what is given, one version further', () => {
    expect(changeResource(chair, { designation: 'Stool' }, free)).toEqual({
      ...chair,
      designation: 'Stool',
      version: 3,
    });
  });

  it('is not changed by what it says already', () => {
    expect(changeResource(chair, { capacity: 1 }, { appointments: 3, highestLane: 2 })).toBeNull();
  });

  it('keeps room for all that is booked at a time', () => {
    const room = { ...chair, capacity: 3 };
    expect(changeResource(room, { capacity: 2 }, { appointments: 9, highestLane: 2 })).toMatchObject({ capacity: 2 });
    expect(() => changeResource(room, { capacity: 1 }, { appointments: 9, highestLane: 2 })).toThrow(
      refusal('resource/capacity-in-use'),
    );
  });

  it('is kept for the history when it is deleted', () => {
    expect(deleteResource(chair, free)).toEqual({ ...chair, deleted: true, version: 3 });
  });

  it('stays while appointments use it, and tells how many', () => {
    expect(() => deleteResource(chair, { appointments: 1, highestLane: 1 })).toThrow(
      refusal('resource/has-appointments', { details: { appointments: 1 } }),
    );
  });

  it("tells which of the contract's fields differ, neither id nor version being one", () => {
    const after = { ...chair, id: 's', version: 3, stepMinutes: 15, calendarSyncAllowed: true };
    expect(changedResourceFields(chair, after)).toEqual(['step_minutes', 'calendar_sync_allowed']);
    const all = changedResourceFields(null, chair);
    expect(all).toContain('visible_in_all_branches');
    expect(all).not.toContain('version');
  });
});
