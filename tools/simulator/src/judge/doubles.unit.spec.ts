import { judgeDoubles } from './doubles';
import type { Evidence } from './evidence';

const links = ['first', 'second'].map((id) => ({ id, resourceId: 'room', calendarId: 'c_work' }));
const lesson = { calendarId: 'c_work', event: { id: 'lesson' } };
const created = (appointmentId: string, linkId: string, eventId = 'lesson') => ({
  ...{ appointmentId, kind: 'created', cause: { details: { linkId, eventId } } },
});

const said = (revisions: readonly object[], more: object = {}): string[] => {
  const appointments = ['one', 'two'].map((id) => ({ id, status: 'confirmed' }));
  const states = [
    { ...lesson, by: 'person' },
    { ...lesson, by: 'kalends' },
  ];
  return judgeDoubles({ links, appointments, states, revisions, ...more } as unknown as Evidence).map(
    ({ says }) => says,
  );
};

describe('The judge of doubles', () => {
  const twice = [created('one', 'first'), created('two', 'second')];

  it('finds an event that became a second appointment when its calendar was linked again', () => {
    expect(said(twice)).toEqual(['lesson is both one and two']);
  });

  it('is content when the first was cancelled, or the calendar is another resource’s by now', () => {
    const cancelled = ['one', 'two'].map((id) => ({ id, status: id === 'one' ? 'cancelled' : 'confirmed' }));
    expect(said(twice, { appointments: cancelled })).toEqual([]);
    expect(said(twice, { links: [links[0], { ...links[1], resourceId: 'other' }] })).toEqual([]);
  });

  it('is content with two events, and with one that Kalends made', () => {
    expect(said([created('one', 'first'), created('two', 'second', 'other')])).toEqual([]);
    expect(said(twice, { states: [{ ...lesson, by: 'kalends' }] })).toEqual([]);
  });
});
