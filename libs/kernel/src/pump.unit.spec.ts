import { Pump } from './pump';
import { silentLog } from './log';

/** A pump over a queue that a test fills; `steps` are the pieces that it took. */
function pumped(options: { gather?: { ms: number; full: number } } = {}) {
  const queue: number[] = [];
  const steps: number[][] = [];
  let onStep = (): void => {};
  const pump = new Pump(
    'test',
    () => {
      const piece = queue.splice(0, 10);
      if (piece.length > 0) steps.push(piece);
      onStep();
      return Promise.resolve(piece.length);
    },
    { idleMs: 60_000, log: silentLog, ...options },
  );
  const until = (isDone: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      onStep = () => isDone() && resolve();
      if (isDone()) resolve();
    });
  return { pump, queue, steps, until };
}

describe('Pump', () => {
  let failing: Pump;

  it('works at once when nudged, however long it would idle', async () => {
    const { pump, queue, steps, until } = pumped();
    await pump.start();
    queue.push(1);
    pump.nudge();
    await until(() => steps.length === 1);
    await pump.stop();
    expect(steps).toEqual([[1]]);
  });

  it('gathers what comes after the first piece, and does not wait between full ones', async () => {
    const { pump, queue, steps, until } = pumped({ gather: { ms: 30, full: 10 } });
    await pump.start();
    queue.push(1);
    pump.nudge();
    await until(() => steps.length === 1);
    for (const item of [2, 3, 4]) {
      queue.push(item);
      pump.nudge();
    }
    await until(() => steps.length === 2);
    await pump.stop();
    expect(steps).toEqual([[1], [2, 3, 4]]);
  });

  it('goes on after a step that threw', async () => {
    const outcomes: ('thrown' | 'done')[] = [];
    const wentOn = new Promise<void>((resolve) => {
      const step = (): Promise<number> => {
        outcomes.push(outcomes.length === 0 ? 'thrown' : 'done');
        if (outcomes.length === 1) return Promise.reject(new Error('once'));
        resolve();
        return Promise.resolve(0);
      };
      failing = new Pump('test', step, { idleMs: 1, log: silentLog });
    });
    await failing.start();
    await wentOn;
    await failing.stop();
    expect(outcomes.slice(0, 2)).toEqual(['thrown', 'done']);
  });
});
