import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../src';
import { ANNA } from './emulator-fixture';

const EVENTS = `/admin/accounts/${ANNA}/calendars/primary/events`;
const event = (summary: string) => ({
  summary,
  start: { dateTime: '2026-11-21T09:00:00Z' },
  end: { dateTime: '2026-11-21T10:00:00Z' },
});

describe('the state folder', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  const start = async () => {
    const child = fork(join(__dirname, 'emulator-process.js'), [folder], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    });
    children.push(child);
    const [url] = (await once(child, 'message')) as [string];
    const call = async (method: string, path: string, body?: object) => {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
      return (await response.json()) as {
        id: string;
        summary: string;
        etag: string;
        nextSyncToken: string;
        items: { summary: string }[];
      };
    };
    return { child, call };
  };

  it('keeps every answered change, ids, etags and sync tokens through kill -9', async () => {
    const before = await start();
    const { nextSyncToken } = await before.call('GET', EVENTS);
    const answered: string[] = [];
    const writer = (async () => {
      for (let n = 0; ; n += 1) answered.push((await before.call('POST', EVENTS, event(`Event ${n}`))).summary);
    })();
    const failed = writer.then(
      () => null,
      (error: unknown) => error,
    );
    while (answered.length < 50) await new Promise((resolve) => setImmediate(resolve));
    before.child.kill('SIGKILL');
    expect(await failed).not.toBeNull();

    const after = await start();
    const { items } = await after.call('GET', `${EVENTS}?syncToken=${nextSyncToken}`);
    const kept = items.map(({ summary }) => summary);
    expect(kept).toEqual(expect.arrayContaining(answered));
    expect(kept.length - answered.length).toBeLessThanOrEqual(1);
    const first = await after.call('POST', EVENTS, event('After'));
    after.child.kill('SIGKILL');
    const again = await start();
    expect((await again.call('GET', `${EVENTS}/${first.id}`)).etag).toBe(first.etag);
  });

  it('leaves out a line that the kill tore, and writes on', async () => {
    const before = await startEmulator({ port: 0, stateDir: folder });
    const kept = before.core.person(ANNA, 'calendar.events.insert', {
      params: { calendarId: 'primary' },
      body: event('Kept'),
    });
    await before.close();
    appendFileSync(join(folder, 'journal.jsonl'), '[{"table":"events","gro');
    const after = await startEmulator({ port: 0, stateDir: folder });
    const params = { calendarId: 'primary', eventId: (kept.body as { id: string }).id };
    expect(after.core.person(ANNA, 'calendar.events.get', { params }).body).toEqual(kept.body);
    await after.close();
  });

  it('without a folder nothing is kept', async () => {
    const before = await startEmulator({ port: 0 });
    before.core.person(ANNA, 'calendar.calendars.insert', { body: { summary: 'Gone' } });
    await before.close();
    const after = await startEmulator({ port: 0 });
    expect(after.core.state.entries.of(ANNA)).toHaveLength(3);
    await after.close();
  });
});
