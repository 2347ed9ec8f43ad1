import { nextConnection, type Connection } from './connection';

const at = (time: string) => new Date(`2026-11-21T${time}:00Z`);

describe('the stream as the page sees it', () => {
  test('U7: it is offline since the first loss, however often the browser tries again', () => {
    const lost = nextConnection({ state: 'live' }, { type: 'lost', at: at('10:00') });
    expect(nextConnection(lost, { type: 'lost', at: at('10:05') })).toEqual({ state: 'offline', since: at('10:00') });
  });

  test('U7: anything heard makes it live again', () => {
    const offline: Connection = { state: 'offline', since: at('10:00') };
    expect(nextConnection(offline, { type: 'heard' })).toEqual({ state: 'live' });
  });

  test('hearing more while live is no change', () => {
    const live: Connection = { state: 'live' };
    expect(nextConnection(live, { type: 'heard' })).toBe(live);
  });
});
