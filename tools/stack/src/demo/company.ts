import { demoId } from './demo-id';

/** The demo company: an optician and hearing-aid chain with three branches. */
export const tenantId = demoId('tenant');

const branch = (name: string, address: string) => ({
  id: demoId('branch', name),
  name,
  timeZone: 'Europe/Berlin',
  locale: 'de-DE',
  address,
  googleSyncEnabled: true,
});

export const branches = [
  branch('Berlin Mitte', 'Torstraße 12, 10119 Berlin'),
  branch('Hamburg Altona', 'Große Bergstraße 8, 22767 Hamburg'),
  branch('München Sendling', 'Lindwurmstraße 90, 80337 München'),
] as const;

const [berlin, hamburg, munich] = branches;

const person = (name: string, branchId: string, color: string, perDay: number) => ({
  employee: {
    id: demoId('employee', name),
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
    branchId,
  },
  resource: { id: demoId('resource', name), branchId, designation: name, color, employeeId: demoId('employee', name) },
  perDay,
});

/** Those who have a column in the planner. The first three have a Google account in the emulator. */
export const people = [
  person('Anna Berg', berlin.id, '#1971c2', 4),
  person('Ben Kurz', berlin.id, '#2f9e44', 4),
  person('Clara Vogt', hamburg.id, '#9c36b5', 3),
  person('David Lenz', munich.id, '#e8590c', 3),
] as const;

const room = (name: string, branchId: string) => ({
  id: demoId('resource', name, branchId),
  branchId,
  designation: name,
  color: '#868e96',
  isLocation: true,
});

export const rooms = [
  room('Hörkabine', berlin.id),
  room('Refraktionsraum', berlin.id),
  room('Raum 1', hamburg.id),
  room('Raum 1', munich.id),
] as const;

const template = (designation: string, durationMinutes: number, color: string) => ({
  id: demoId('template', designation),
  designation,
  durationMinutes,
  color,
});

export const templates = [
  template('Hörtest', 45, '#1971c2'),
  template('Sehtest', 30, '#2f9e44'),
  template('Brillenanpassung', 30, '#e8590c'),
  template('Hörgeräteanpassung', 60, '#9c36b5'),
  template('Nachkontrolle', 30, '#868e96'),
] as const;

const names = [
  'Lena Roth',
  'Paul Adler',
  'Mia Sommer',
  'Karl Brandt',
  'Ida Winter',
  'Emil Falk',
  'Nora Lang',
  'Otto Klein',
  'Ella Busch',
  'Hugo Stein',
];

export const customers = names.map((name, index) => ({
  id: demoId('customer', name),
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
  phone: `+49 30 555 01${String(index).padStart(2, '0')}`,
}));
