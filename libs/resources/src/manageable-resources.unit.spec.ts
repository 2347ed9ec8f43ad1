import type { User } from '@kalends/access';
import { ManageableResources } from './manageable-resources';
import type { ResourceFacts } from './resources';

const chair: ResourceFacts = {
  id: 'chair',
  branchId: 'mitte',
  employeeId: 'anna',
  timeZone: 'Europe/Berlin',
  googleSyncEnabled: true,
};
const room: ResourceFacts = { ...chair, id: 'room', employeeId: null, googleSyncEnabled: false };

const resources = new ManageableResources({
  find: (tenantId, id) => Promise.resolve([chair, room].find((each) => tenantId === 'salon' && each.id === id) ?? null),
});

const user = (part: Partial<User>): User => ({ id: 'u', tenantId: 'salon', name: '', roles: [], ...part });
const manager = user({ roles: [{ role: 'manager', branch: 'mitte' }] });
const anna = user({ employeeId: 'anna', roles: [{ role: 'employee' }] });
const unknown = { code: 'resource/not-found' };

describe('a resource that a user may connect', () => {
  it.each([
    ["a manager's", manager, chair],
    ["a manager's, though nobody works there", manager, room],
    ["an employee's own", anna, chair],
  ])('is %s', async (_, who, resource) => {
    await expect(resources.get(who, resource.id)).resolves.toBe(resource);
    await expect(resources.mayManage(who, { resourceId: resource.id, branchId: 'mitte' })).resolves.toBe(true);
  });

  it.each([
    ['of another branch', user({ roles: [{ role: 'manager', branch: 'nord' }] }), chair.id],
    ['of another tenant', user({ tenantId: 'other', roles: [{ role: 'owner' }] }), chair.id],
    ['of a colleague', user({ employeeId: 'ben', roles: [{ role: 'receptionist' }] }), chair.id],
    ['of nobody, for one who is no employee', user({ roles: [{ role: 'receptionist' }] }), room.id],
    ['that is gone', manager, 'gone'],
  ])('does not exist when it is one %s', async (_, who, id) => {
    await expect(resources.get(who, id)).rejects.toMatchObject(unknown);
    await expect(resources.getSyncable(who, id)).rejects.toMatchObject(unknown);
  });

  it('can be synchronised only where the branch has that switched on', async () => {
    await expect(resources.getSyncable(manager, chair.id)).resolves.toBe(chair);
    await expect(resources.getSyncable(manager, room.id)).rejects.toMatchObject({ code: 'branch/google-sync-off' });
  });

  it('leaves what belonged to it to the managers of its branch when it is gone', async () => {
    const left = { resourceId: 'gone', branchId: 'mitte' };
    await expect(resources.mayManage(manager, left)).resolves.toBe(true);
    await expect(resources.mayManage(anna, left)).resolves.toBe(false);
    await expect(resources.mayManage(manager, { ...left, branchId: 'nord' })).resolves.toBe(false);
  });
});
