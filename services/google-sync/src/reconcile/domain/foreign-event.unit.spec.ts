import { isForeign } from './foreign-event';
import type { GoogleEvent } from './google-event';

describe('S65: an event is foreign', () => {
  it.each<[string, GoogleEvent, boolean]>([
    ['a birthday', { eventType: 'birthday' }, true],
    ['a working location', { eventType: 'workingLocation' }, true],
    ['from a mail', { eventType: 'fromGmail' }, true],
    ['an absence', { eventType: 'outOfOffice' }, true],
    ['a focus time', { eventType: 'focusTime' }, true],
    ['an invitation by somebody else', { eventType: 'default', organizer: { self: false } }, true],
    ['an invitation whose organiser is not said to be us', { organizer: {} }, true],
    ['the calendar’s own', { eventType: 'default', organizer: { self: true } }, false],
    ['said to be nothing special', {}, false],
  ])('or not when it is %s', (_, given, expected) => expect(isForeign(given)).toBe(expected));
});
