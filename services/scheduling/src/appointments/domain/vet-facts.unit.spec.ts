import type { AppointmentFacts } from './appointment';
import { vetFacts } from './vet-facts';

const at = (utc: string) => ({ at: `${utc}:00Z`, zone: 'Europe/Berlin' });
const facts: AppointmentFacts = {
  ...{ branchId: 'b', resourceIds: ['r'], customerIds: [], templateId: null, status: 'confirmed' },
  ...{ bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
  content: {
    ...{ title: 'Cut', description: '', location: '', start: at('2027-03-01T08:00'), end: at('2027-03-01T09:00') },
    ...{ transparency: 'opaque', visibility: 'default', recurrence: null, overrides: [] },
  },
};
const many = (length: number): string[] => Array.from({ length }, (_, n) => `x${n}`);
const refusal = (code: string, range: string) =>
  expect.objectContaining({ kind: 'invalid', code, message: expect.stringContaining(range) });

describe('The facts of an appointment', () => {
  it.each<[string, Partial<AppointmentFacts>]>([
    ['one resource', {}],
    ['twenty resources', { resourceIds: many(20) }],
    ['a hundred customers', { customerIds: many(100) }],
    ['a day of buffer on both sides', { bufferBeforeMinutes: 1_440, bufferAfterMinutes: 1_440 }],
  ])('are kept with %s', (_, more) => {
    const given = { ...facts, ...more };
    expect(vetFacts(given)).toBe(given);
  });

  it.each<[string, Partial<AppointmentFacts>, string, string]>([
    ['without a resource', { resourceIds: [] }, 'appointment/resources', '1 to 20'],
    ['with more resources', { resourceIds: many(21) }, 'appointment/resources', '1 to 20'],
    ['with more customers', { customerIds: many(101) }, 'appointment/customers', '0 to 100'],
    ['with a longer buffer before', { bufferBeforeMinutes: 1_441 }, 'appointment/buffer', '0 to 1440'],
    ['with a longer buffer after', { bufferAfterMinutes: 1_441 }, 'appointment/buffer', '0 to 1440'],
    ['with less than no buffer', { bufferAfterMinutes: -1 }, 'appointment/buffer', '0 to 1440'],
    ['with a part of a minute', { bufferBeforeMinutes: 0.5 }, 'appointment/buffer', '0 to 1440'],
  ])('are refused %s (I10)', (_, more, code, range) => {
    expect(() => vetFacts({ ...facts, ...more })).toThrow(refusal(code, range));
  });

  it('are refused with content that no calendar can keep', () => {
    const content = { ...facts.content, end: at('2027-02-28T09:00') };
    expect(() => vetFacts({ ...facts, content })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
