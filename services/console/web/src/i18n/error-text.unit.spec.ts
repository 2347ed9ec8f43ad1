import { errorKey } from './error-text';

describe('the text of an error', () => {
  test('U23: a code that has a text of its own gets it', () => {
    expect(errorKey({ code: 'appointment/slot-taken', status: 409 })).toBe('appointment/slot-taken');
  });

  test.each([400, 401, 403, 404, 409, 412, 422, 429, 500, 503])(
    'U23: any other code gets the one of status %i',
    (status) => {
      expect(errorKey({ code: 'thing/unheard-of', status })).toBe(`status/${status}`);
    },
  );

  test('U23: whatever a proxy in between answers is told as not answering, anything else as our fault', () => {
    expect([502, 504].map((status) => errorKey({ code: `http/${status}`, status }))).toEqual([
      'status/503',
      'status/503',
    ]);
    expect(errorKey({ code: 'http/418', status: 418 })).toBe('status/500');
  });

  test('nothing that every object inherits counts as a code', () => {
    expect(errorKey({ code: 'constructor', status: 404 })).toBe('status/404');
  });
});
