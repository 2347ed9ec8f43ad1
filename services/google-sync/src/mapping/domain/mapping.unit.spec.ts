import { appointment } from '../../../test/memory/contents';
import { aLink, inGoogle } from '../../../test/mappings';
import { baseOf, etagsOf, oursOf } from './mapping';

const base = appointment();
const etags = { event: 'e1' };

describe('What is known of an event', () => {
  it('has the ETags that it was last seen with, also when it is deleted', () => {
    expect(etagsOf({ is: 'absent' })).toEqual({});
    expect(etagsOf({ is: 'unknown', base, echoed: null })).toEqual({});
    expect(etagsOf(inGoogle())).toEqual(etags);
    expect(etagsOf({ is: 'parked', etags, base, code: 'content/not-allowed' })).toBe(etags);
    expect(etagsOf({ is: 'deleted', etags })).toBe(etags);
  });

  it('has what was last agreed on as long as it is there', () => {
    expect(baseOf({ is: 'absent' })).toBeNull();
    expect(baseOf(inGoogle())).toEqual(base);
    expect(baseOf({ is: 'unknown', base, echoed: null })).toBe(base);
    expect(baseOf({ is: 'parked', etags, base, code: 'content/not-allowed' })).toBe(base);
    expect(baseOf({ is: 'deleted', etags })).toBeNull();
  });
});

describe('What of an appointment belongs into a calendar', () => {
  const told = { id: 'one', version: 5, resourceIds: ['stool', 'chair'], cancelled: false, content: base };

  it("is its content while it has the link's resource", () => {
    expect(oursOf(aLink(), told)).toEqual({ version: 5, content: base });
    expect(oursOf(aLink(), { ...told, resourceIds: ['stool'] })).toEqual({ version: 5, content: null });
  });

  it('is nothing once it is cancelled', () => {
    expect(oursOf(aLink(), { ...told, cancelled: true })).toEqual({ version: 5, content: null });
  });
});
