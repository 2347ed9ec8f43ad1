import { Chance } from './chance';
import { ProcessGate } from './process-gate';
import { type Party, Schedule } from './schedule';

const party = (name: string): Party => ({ name, isDead: false, isFrozen: false });

async function talk(seed: number): Promise<string> {
  const schedule = new Schedule(new Chance(seed), 0);
  const said: string[] = [];
  const speak = async (name: string): Promise<void> => {
    const gate = new ProcessGate(
      party(name),
      schedule,
      () => null,
      () => {},
    );
    for (let word = 1; word <= 3; word += 1) await gate.pass('rpc.speak', () => said.push(`${name}${word}`));
  };
  for (const name of ['a', 'b', 'c']) schedule.start(speak(name));
  await schedule.until(0, 1_000);
  return said.join(' ');
}

describe('the schedule', () => {
  it('gives the same order for the same seed, and other orders for other seeds', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, (_, seed) => talk(seed)));
    expect(await Promise.all(orders.map((_, seed) => talk(seed)))).toEqual(orders);
    expect(new Set(orders).size).toBeGreaterThan(10);
    for (const order of orders)
      expect(order.split(' ').filter((word) => word.startsWith('b'))).toEqual(['b1', 'b2', 'b3']);
  });

  it('lets time pass only while nobody has anything to do', async () => {
    const schedule = new Schedule(new Chance(1), 1_000);
    const me = party('me');
    const heard: number[] = [];
    const work = async (): Promise<void> => {
      await schedule.pause(me, 500, 'waits');
      heard.push(schedule.now);
      await schedule.turn(me, 'calls');
      heard.push(schedule.now);
    };
    schedule.start(work());
    await schedule.until(9_000, 100);
    expect(heard).toEqual([1_500, 1_500]);
    expect(schedule.now).toBe(9_000);
  });

  it('withholds the turns of a frozen party until it thaws', async () => {
    const schedule = new Schedule(new Chance(1), 0);
    const me = party('me');
    let calls = 0;
    schedule.start(schedule.turn(me, 'calls').then(() => (calls += 1)));
    me.isFrozen = true;
    schedule.at(2_000, () => (me.isFrozen = false));
    await schedule.until(1_000, 10);
    expect(calls).toBe(0);
    await schedule.until(3_000, 10);
    expect(calls).toBe(1);
  });
});
