import { defaultSeed, Emulator, plant, type Change } from '../src';
import { issueAccessToken } from '../src/core/oauth/token-endpoint';
import { ANNA, CLIENT, hour, scope } from './emulator-fixture';

/** Without HTTP, under a clock, ids and randomness of the caller's own. */
function start(fraction = () => 0) {
  let now = Date.parse('2026-11-20T10:00:00Z');
  let ids = 0;
  const journal: (readonly Change[])[] = [];
  const emulator = new Emulator({
    clock: { now: () => now },
    random: { fraction, id: (length) => String(ids++).padStart(length, '0') },
    journal: { append: (changes) => void journal.push(changes) },
    onPushQueued: () => undefined,
  });
  emulator.run((context) => plant(context, defaultSeed));
  const { token } = emulator.run((context) => issueAccessToken(context, ANNA, CLIENT, [scope('calendar')])).result;
  const call = (operation: string, body?: unknown) =>
    emulator.call(
      operation,
      token,
      { params: { calendarId: 'primary' }, query: {}, headers: {}, body },
      { method: 'POST', path: '/events' },
    );
  return { emulator, journal, call, advance: (ms: number) => (now += ms) };
}

describe('the emulator in process', () => {
  it('answers calls as values, refusals too', () => {
    const { call } = start();
    expect(call('calendar.events.insert', hour(9, { id: 'aaaaa' }))).toMatchObject({
      status: 200,
      body: { id: 'aaaaa' },
      connection: 'kept',
    });
    expect(call('calendar.events.insert', hour(9, { id: 'aaaaa' }))).toMatchObject({ status: 409 });
  });

  it('keeps pushes until somebody takes them, and tries refused ones again later', () => {
    const { emulator, call, advance } = start();
    call('calendar.events.watch', { id: 'channel', type: 'web_hook', address: 'https://hooks.example/google' });
    const [sync] = emulator.pushes.take(emulator.now());
    expect(sync!.headers).toMatchObject({ 'X-Goog-Resource-State': 'sync', 'X-Goog-Message-Number': '1' });
    emulator.pushes.settle(sync!, 503, emulator.now());
    expect(emulator.pushes.take(emulator.now())).toEqual([]);
    advance(emulator.pushes.nextDueAt! - emulator.now());
    const [again] = emulator.pushes.take(emulator.now());
    expect(again).toMatchObject({ attempt: 2, headers: sync!.headers });
    emulator.pushes.settle(again!, 404, emulator.now());
    expect(emulator.pushes.nextDueAt).toBeNull();
  });

  it('writes one journal entry per call that changed something, and none for one that was refused', () => {
    const { journal, call } = start();
    const before = journal.length;
    call('calendar.events.insert', hour(9, { id: 'aaaaa' }));
    call('calendar.events.insert', hour(9, { id: 'aaaaa' }));
    call('calendar.events.list');
    expect(journal.length - before).toBe(1);
  });

  it('takes back what a refused call had changed already', () => {
    const { emulator } = start();
    const before = emulator.state.database.snapshot();
    const failing = () =>
      emulator.run((context) => {
        context.state.accounts.remove('', ANNA);
        throw new Error('refused');
      });
    expect(failing).toThrow('refused');
    expect(emulator.state.database.snapshot()).toEqual(expect.arrayContaining(before));
  });
});
