import { appointmentIdFor, commandIdFor, firstPlace, isOurs, nextEventId } from './event-id';

const other = ['x', 'y', 'z'].map((event) => appointmentIdFor('link', event));

describe('Ids made from an event', () => {
  it('go on where an id is lost for good, and Google takes them', () => {
    const next = nextEventId({ appointmentId: '019A-B0', eventId: '019ab0' });
    expect(next).toBe('019ab0r');
    expect(nextEventId({ appointmentId: '019A-B0', eventId: next })).toBe('019ab0rr');
    expect(nextEventId({ appointmentId: '019A-B0', eventId: '_persons' })).toBe('019ab0');
  });

  it('tell who made it', () => {
    expect(isOurs({ appointmentId: '019A-B0', eventId: '019ab0rr' })).toBe(true);
    expect(isOurs({ appointmentId: '019A-B0', eventId: 'x019ab0' })).toBe(false);
  });

  it('are looked for first where an earlier link had the event', () => {
    expect(firstPlace('019A-B0', undefined)).toEqual({ eventId: '019ab0', google: { is: 'absent' } });
    expect(firstPlace('019A-B0', 'persons')).toEqual({
      eventId: 'persons',
      google: { is: 'unknown', base: null, echoed: null },
    });
  });

  it('of an appointment are UUIDs of version 8, the same for the same event and no other', () => {
    for (let n = 0; n < 64; n += 1) {
      expect(appointmentIdFor('link', `event ${n}`)).toMatch(
        /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      );
    }
    expect(appointmentIdFor('link', 'x')).toBe(other[0]);
    expect(new Set([...other, appointmentIdFor('other', 'x')]).size).toBe(4);
  });

  it('S57, S58: of a command are the same for the same state, in whatever order its ETags come, and for no other', () => {
    const command = commandIdFor('link', 'event', 'change', ['e1', 'e2']);
    expect(command).toMatch(/^google-[\da-f]{48}$/);
    expect(commandIdFor('link', 'event', 'change', ['e2', 'e1'])).toBe(command);
    const others = [
      commandIdFor('other', 'event', 'change', ['e1', 'e2']),
      commandIdFor('link', 'other', 'change', ['e1', 'e2']),
      commandIdFor('link', 'event', 'cancel', ['e1', 'e2']),
      commandIdFor('link', 'event', 'change', ['e1', 'e3']),
      commandIdFor('link', 'event', 'change', ['e1']),
    ];
    expect(new Set([command, ...others]).size).toBe(6);
  });

  it('do not change with a release: what is kept under them must be found again', () => {
    expect(appointmentIdFor('link', 'event')).toBe('8c7acad1-8853-8edc-bd4c-21200b65fe86');
    expect(commandIdFor('link', 'event', 'change', ['e1', 'e2'])).toBe(
      'google-ffbfbb27d6fcf793f5d2e90086eb7a1c0b1f215389925525',
    );
  });
});
