import type { Consumer, ConsumerOptions, KafkaRecord } from '@kalends/kafka';
import { MemoryBus, openGate, type Gate } from '../src';
import { describeBus, topic } from './bus-contract';

class Process {
  constructor(
    private readonly bus: MemoryBus,
    private readonly now: () => number,
  ) {}

  consumer(options: ConsumerOptions): Consumer {
    return this.bus.consumer(options, { gate: openGate, owner: this, clock: { now: () => new Date(this.now()) } });
  }
}

/** Virtual time from 0. */
const open = () => {
  const bus = new MemoryBus([topic]);
  let now = 0;
  const process = () => new Process(bus, () => now);
  return { bus, process, pass: (ms: number) => (now += ms), now: () => now };
};

describeBus('in memory', () => {
  const { bus, process, pass, now } = open();
  return Promise.resolve({
    producer: bus.producer(openGate),
    consumer: (options) => process().consumer(options),
    dieWithBatch: async (group) => {
      const doomed = process();
      const consumer = doomed.consumer({ group, topics: [topic.name] });
      await consumer.start(() => {});
      expect(consumer.next()).not.toBeNull();
      bus.disconnect(doomed);
    },
    rewind: (group) => Promise.resolve(bus.rewind(group, Infinity)),
    eventually: async (probe) => {
      for (let tries = 0; ; tries += 1) {
        try {
          return probe();
        } catch (error) {
          if (tries === 300) throw error;
          await Promise.resolve(pass(100));
        }
      }
    },
    now,
    close: () => Promise.resolve(),
  });
});

describe('for chaos and for those who judge', () => {
  const group = 'readers';
  const record = (key: string): KafkaRecord => ({ topic: topic.name, key, value: new Uint8Array(), headers: {} });
  const world = async (members: number) => {
    const { bus, process, pass, now } = open();
    const joined = Array.from({ length: members }, () => {
      const owner = process();
      return { owner, consumer: owner.consumer({ group, topics: [topic.name] }) };
    });
    for (const { consumer } of joined) await consumer.start(() => {});
    const send = (...keys: string[]) => bus.producer(openGate).send(keys.map(record));
    const nextAt = () => joined.map(({ owner }) => bus.nextAt(group, owner));
    return { bus, pass, now, send, nextAt, members: joined };
  };

  it('says when a member has something to take', async () => {
    const { bus, send, nextAt, now, pass, members } = await world(1);
    const { owner, consumer } = members[0]!;
    expect(nextAt()).toEqual([null]);
    await send('a', 'a');
    expect(nextAt()[0]).toBeLessThanOrEqual(now());
    consumer.next()!.settle(1, 700);
    expect(nextAt()).toEqual([now() + 700]);
    expect(consumer.next()).toBeNull();
    pass(700);
    consumer.next()!.settle(1);
    expect(nextAt()).toEqual([null]);
    await send('a');
    bus.disconnect(owner);
    expect(nextAt()).toEqual([null]);
    expect(consumer.next()).toBeNull();
  });

  it('says when a member inherits from the dead', async () => {
    const { bus, send, nextAt, pass, now, members } = await world(2);
    await send('a');
    const heir = members.find((_, index) => nextAt()[index] === null);
    const holder = members.find((member) => member !== heir);
    const batch = holder!.consumer.next()!;
    bus.disconnect(holder!.owner);
    batch.settle(1);
    expect(bus.nextAt(group, heir!.owner)).toBe(now() + 10_000);
    pass(10_000);
    expect(bus.nextAt(group, heir!.owner)).toBeLessThanOrEqual(now());
    expect(heir!.consumer.next()!.records).toEqual(batch.records);
  });

  it('moves every partition when it is told to rebalance, and commits nothing of what was under way', async () => {
    const { bus, send, members } = await world(2);
    await send('a');
    const holder = members.find(({ consumer }) => consumer.next() !== null)!;
    const other = members.find((member) => member !== holder)!;
    bus.rebalance(group);
    expect(holder.consumer.next()).toBeNull();
    const batch = other.consumer.next()!;
    bus.rebalance(group);
    expect(batch.isCurrent()).toBe(false);
    batch.settle(1);
    expect(holder.consumer.next()!.records).toHaveLength(1);
  });

  it('goes back by a few records', async () => {
    const { bus, send, members } = await world(1);
    const { consumer } = members[0]!;
    await send('a', 'a', 'a');
    consumer.next()!.settle(3);
    bus.rewind(group, 2);
    expect(consumer.next()!.records.map(({ offset }) => offset)).toEqual(['1', '2']);
  });

  it('lets a send fail after some of its records have arrived', async () => {
    const { bus, members } = await world(1);
    let calls = 0;
    const gate: Gate = {
      pass: (_call, effect) =>
        (calls += 1) === 2 ? Promise.reject(new Error('refused')) : Promise.resolve().then(effect),
    };
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    await expect(bus.producer(gate).send(keys.map(record))).rejects.toThrow('refused');
    const arrived = members[0]!.consumer.next()!;
    expect(arrived.records.length).toBeGreaterThan(0);
    expect(members[0]!.consumer.next()).toBeNull();
  });

  it('tells a member that something may have arrived', async () => {
    const { bus, process } = open();
    let told = 0;
    await process()
      .consumer({ group, topics: [topic.name] })
      .start(() => void (told += 1));
    const atJoin = told;
    await bus.producer(openGate).send([record('a')]);
    expect(told).toBe(atJoin + 1);
  });
});
