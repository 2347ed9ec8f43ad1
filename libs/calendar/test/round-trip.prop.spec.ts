import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { AppointmentContentSchema } from '@kalends/contracts';
import * as fc from 'fast-check';
import { canonical, contentFromProto, contentToProto, fromICalendar, sameContent, toICalendar } from '../src';
import { content } from './content.arbitrary';

const identity = { uid: '019ab000-0000-7000-8000-000000000000@kalends', stamp: new Date(0) };
const floating = { zoneForFloating: 'Europe/Berlin' };

describe('whatever an appointment says', () => {
  it('S4: its canonical form is a fixed point, and the same content', () => {
    fc.assert(
      fc.property(content, (given) => {
        const once = canonical(given);
        expect(canonical(once)).toEqual(once);
        expect(sameContent(given, once)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('R40: goes over the wire and back unchanged', () => {
    fc.assert(
      fc.property(content.map(canonical), (given) => {
        const bytes = toBinary(AppointmentContentSchema, contentToProto(given));
        expect(contentFromProto(fromBinary(AppointmentContentSchema, bytes))).toEqual(given);
      }),
    );
  });

  it('R40: goes through iCalendar and back unchanged', () => {
    fc.assert(
      fc.property(content, (given) => {
        const back = fromICalendar(toICalendar(given, identity), floating);
        expect(back).toEqual({ uid: identity.uid, content: canonical(given) });
      }),
      { numRuns: 200 },
    );
  });
});
