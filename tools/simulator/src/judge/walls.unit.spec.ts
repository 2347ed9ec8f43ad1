import { companiesOf, twoCompanies } from '../world/company';
import type { Evidence } from './evidence';
import { judgeWalls } from './walls';

const idOf = (serial: number): string => `00000000-0000-7000-8000-${String(serial).padStart(12, '0')}`;
let last = 0;
const { companies, rooms } = companiesOf(twoCompanies, () => idOf((last += 1)));
const [north, south] = companies as [(typeof companies)[0], (typeof companies)[0]];
const lesson = { tenantId: south.tenantId, id: idOf(100), resourceIds: [rooms[2]!.id] };

const said = (tenantId: string, row: object, more: Partial<Evidence> = {}): string[] => {
  const nothing = { companies, resources: rooms, links: [], states: [], calls: [], breaches: [] };
  const rows = [{ table: 'appointment', tenantId, text: JSON.stringify(row) }];
  const evidence = { ...nothing, appointments: [lesson], rows: () => rows, ...more } as unknown as Evidence;
  return judgeWalls(evidence).map(({ invariant }) => invariant);
};

describe('I8: the judge of walls', () => {
  it('is content with rows that name what is their own company’s', () => {
    expect(said(south.tenantId, { lesson, title: 'south 3', other: idOf(999) })).toEqual([]);
  });

  it.each([
    ['appointment', { id: lesson.id }],
    ['resource', { resourceIds: [rooms[2]!.id] }],
    ['tenant', { tenantId: south.tenantId }],
    ['words', { title: 'south 3' }],
    ['calendar', { calendarId: 'c_annaexamplecomside@group.calendar.google.com' }],
  ])('finds a row with another company’s %s', (_, row) => {
    expect(said(north.tenantId, row)).toEqual(['I8']);
  });

  it('finds a row of no company, what Kalends writes about one company into the other’s calendar, and trespassers', () => {
    expect(said('', {})).toEqual(['I8']);
    const calendarId = 'c_benexamplecomwork@group.calendar.google.com';
    const state = { by: 'kalends', calendarId, event: { private: { kalendsAppointment: lesson.id } } };
    expect(said(south.tenantId, {}, { states: [state] as unknown as Evidence['states'] })).toEqual(['I8']);
    expect(said(south.tenantId, {}, { breaches: ['move: was done'] })).toEqual(['I8']);
  });

  it('finds what stands in nobody’s linked calendar', () => {
    expect(said(south.tenantId, { title: 'PRIVATE-DIARY' })).toEqual(['private']);
  });
});
