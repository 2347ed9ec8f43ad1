import type { Role } from '@kalends/access';
import type { Login } from '../identity/identity';
import { branches, people, tenantId } from './company';
import { demoId } from './demo-id';

const password = 'kalends';

const login = (
  name: string,
  fullName: string,
  about: string,
  role: Role,
  at: { branch?: string; employee?: string } = {},
): Login => ({
  login: name,
  password,
  about,
  user: {
    id: demoId('user', name),
    tenantId,
    name: fullName,
    roles: [at.branch === undefined ? { role } : { role, branch: at.branch }],
    ...(at.employee === undefined ? {} : { employeeId: at.employee }),
  },
});

const berlin = branches[0];
const anna = people[0];

/** Who may sign in to the demo company, one of each role. */
export const demoLogins: readonly Login[] = [
  login('owner', 'Olivia Sander', 'everything, in all branches', 'owner'),
  login('manager', 'Max Weber', 'resources, Google links and appointments in all branches', 'manager'),
  login('reception', 'Rita Kranz', `appointments in ${berlin.name}`, 'receptionist', { branch: berlin.id }),
  login('anna', anna.employee.name, 'her own calendar', 'employee', { branch: berlin.id, employee: anna.employee.id }),
];
