import { silentLog } from '@kalends/kernel';
import { Lanes } from './lanes';

describe('lanes', () => {
  let looks: number[];
  let lanes: Lanes;

  beforeEach(async () => {
    jest.useFakeTimers({ now: 0 });
    looks = [];
    const step = (): Promise<number> => Promise.resolve(looks.push(Date.now())).then(() => 0);
    lanes = new Lanes('test', step, { count: 4, idleMs: 400, log: silentLog });
    await lanes.start();
  });
  afterEach(async () => {
    await lanes.stop();
    jest.useRealTimers();
  });

  it('look for work in turn while there is none', async () => {
    await jest.advanceTimersByTimeAsync(750);
    expect(looks).toEqual([0, 100, 200, 300, 400, 500, 600, 700]);
  });

  it('look all at once when there may be some', async () => {
    await jest.advanceTimersByTimeAsync(50);
    lanes.nudge();
    await jest.advanceTimersByTimeAsync(10);
    expect(looks).toEqual([0, 50, 50, 50, 50]);
  });
});
