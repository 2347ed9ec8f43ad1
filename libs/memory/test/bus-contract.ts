import type { Batch, Consumer, ConsumerOptions, KafkaRecord, Producer } from '@kalends/kafka';

export const topic = { name: 'probe.v1', partitions: 3, retentionMs: 60_000 };

/** A bus with the empty topic `probe.v1`, and what a test does to those who use it. */
export interface BusUnderTest {
  readonly producer: Producer;
  /** Not started. Each is a process of its own. */
  consumer(options: ConsumerOptions): Consumer;
  /** A process joins the group, takes a batch and dies with it; resolves when it is dead. */
  dieWithBatch(group: string): Promise<void>;
  /** Back to the first record, for a group without members. */
  rewind(group: string): Promise<void>;
  /** Repeats the probe until it does not throw; its time is the bus' time. */
  eventually<T>(probe: () => T): Promise<T>;
  /** Milliseconds of the bus' time. */
  now(): number;
  close(): Promise<void>;
}

const record = (key: string, text: string): KafkaRecord => ({
  topic: topic.name,
  key,
  value: Buffer.from(text),
  headers: { note: text },
});
const textsOf = ({ records }: Batch): string[] => records.map(({ value }) => Buffer.from(value).toString());
/** In several partitions, whatever the hash. */
const keys = Array.from({ length: 24 }, (_, index) => `key-${index}`);

/** What Kalends relies on in Kafka, said once for the real one and for the fake. */
export function describeBus(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`the bus ${name}`, () => {
    let bus: BusUnderTest;
    let members: Consumer[] = [];
    beforeEach(async () => {
      bus = await open();
    });
    afterEach(async () => {
      await Promise.all(members.map((member) => member.stop()));
      members = [];
      await bus.close();
    });

    const join = async (options: Partial<ConsumerOptions> = {}): Promise<Consumer> => {
      const member = bus.consumer({ group: 'readers', topics: [topic.name], ...options });
      members.push(member);
      await member.start(() => {});
      return member;
    };
    const leave = async (member: Consumer): Promise<void> => {
      members = members.filter((other) => other !== member);
      await member.stop();
    };
    const nextOf = (...from: Consumer[]): Promise<Batch> =>
      bus.eventually(() => {
        for (const member of from) {
          const batch = member.next();
          if (batch !== null) return batch;
        }
        throw new Error('Nothing yet.');
      });
    /** Takes and settles until all these texts have come at least once; returns all that came, in its order. */
    const readUntil = async (texts: readonly string[], ...from: Consumer[]): Promise<string[]> => {
      const missing = new Set(texts);
      const seen: string[] = [];
      while (missing.size > 0) {
        const batch = await nextOf(...from);
        for (const text of textsOf(batch)) {
          seen.push(text);
          missing.delete(text);
        }
        batch.settle(batch.records.length);
      }
      return seen;
    };

    it('delivers bytes, key and headers as they were', async () => {
      const value = Uint8Array.from([0xff, 0x00, 0x80, 0x0a]);
      await bus.producer.send([{ topic: topic.name, key: 'a', value, headers: { note: 'ä' } }]);
      const batch = await nextOf(await join());
      expect(batch.records).toMatchObject([
        { topic: topic.name, key: 'a', headers: { note: 'ä' }, offset: '0', partition: batch.partition },
      ]);
      expect(Uint8Array.from(batch.records[0]!.value)).toEqual(value);
      batch.settle(1);
    });

    it('keeps the order within a key, whatever was sent together', async () => {
      const sent = [1, 2, 3].map((round) => keys.map((key) => record(key, `${key}:${round}`)));
      for (const records of sent) await bus.producer.send(records);
      const seen = await readUntil(
        sent.flat().map(({ headers }) => headers['note']!),
        await join(),
      );
      for (const key of keys)
        expect(seen.filter((text) => text.startsWith(`${key}:`))).toEqual([`${key}:1`, `${key}:2`, `${key}:3`]);
    });

    it('hands a partition out once until it is settled', async () => {
      await bus.producer.send(keys.map((key) => record(key, key)));
      const member = await join();
      const taken: Batch[] = [];
      for (let partition = 0; partition < topic.partitions; partition += 1) taken.push(await nextOf(member));
      expect(new Set(taken.map(({ partition }) => partition)).size).toBe(topic.partitions);
      expect(member.next()).toBeNull();
      for (const batch of taken) batch.settle(batch.records.length);
    });

    it('delivers again what was not handled, after the pause and not before, while other partitions go on', async () => {
      await bus.producer.send(keys.map((key) => record(key, key)));
      const member = await join();
      const first = await nextOf(member);
      const texts = textsOf(first);
      const settledAt = bus.now();
      first.settle(1, 2_000);
      const seen = [texts[0]];
      for (let pausedUntil = 0; pausedUntil === 0 || seen.length < keys.length;) {
        const batch = await nextOf(member);
        if (batch.partition === first.partition && pausedUntil === 0) {
          pausedUntil = bus.now();
          expect(textsOf(batch)).toEqual(texts.slice(1));
          expect(pausedUntil - settledAt).toBeGreaterThanOrEqual(1_900); // timers may be a little early
          expect(seen.length).toBeGreaterThan(1);
        }
        seen.push(...textsOf(batch));
        batch.settle(batch.records.length);
      }
      expect(new Set(seen)).toEqual(new Set(keys));
      expect(seen).toHaveLength(keys.length);
    });

    it('never delivers to a group what that has settled, and delivers it to another group', async () => {
      await bus.producer.send([record('a', 'one')]);
      const first = await join();
      (await nextOf(first)).settle(1);
      await leave(first);
      await bus.producer.send([record('a', 'two')]);
      expect(textsOf(await nextOf(await join()))).toEqual(['two']);
      expect(await readUntil(['one', 'two'], await join({ group: 'others' }))).toEqual(['one', 'two']);
    });

    it('shares the partitions among the members: no record is with two of them', async () => {
      const [first, second] = [await join(), await join()];
      // Both have their partitions once each has had something.
      for (let round = 0; ; round += 1) {
        await bus.producer.send(keys.map((key) => record(key, `${key}:${round}`)));
        const seen = new Map<Consumer, Set<number>>();
        for (const member of [first, second]) seen.set(member, new Set());
        const missing = new Set(keys.map((key) => `${key}:${round}`));
        while (missing.size > 0) {
          const member = await bus.eventually(() => {
            for (const one of [first, second]) {
              const batch = one.next();
              if (batch === null) continue;
              seen.get(one)!.add(batch.partition);
              for (const text of textsOf(batch)) missing.delete(text);
              batch.settle(batch.records.length);
              return one;
            }
            throw new Error('Nothing yet.');
          });
          expect(seen.has(member)).toBe(true);
        }
        const [ofFirst, ofSecond] = [seen.get(first)!, seen.get(second)!];
        if (ofSecond.size === 0 || ofFirst.size === 0) continue;
        expect([...ofFirst].filter((partition) => ofSecond.has(partition))).toEqual([]);
        expect(ofFirst.size + ofSecond.size).toBe(topic.partitions);
        return;
      }
    });

    it('says that a batch is no longer current once somebody has joined, and loses nothing by it', async () => {
      await bus.producer.send(keys.map((key) => record(key, key)));
      const first = await join();
      const batch = await nextOf(first);
      expect(batch.isCurrent()).toBe(true);
      const joining = join();
      await bus.eventually(() => expect(batch.isCurrent()).toBe(false));
      batch.settle(0);
      const seen = await readUntil(keys, first, await joining);
      expect(new Set(seen)).toEqual(new Set(keys));
    });

    it('hands over at once when a member stops, with what it had taken and not settled', async () => {
      await bus.producer.send([record('a', 'one')]);
      const first = await join();
      const batch = await nextOf(first);
      const began = bus.now();
      await leave(first);
      expect(batch.isCurrent()).toBe(false);
      batch.settle(1);
      expect(textsOf(await nextOf(await join()))).toEqual(['one']);
      expect(bus.now() - began).toBeLessThan(8_000);
    });

    it('delivers again what a dead member had taken, once its session has timed out and not before', async () => {
      await bus.producer.send([record('a', 'one')]);
      await bus.dieWithBatch('readers');
      const diedAt = bus.now();
      const batch = await nextOf(await join());
      expect(textsOf(batch)).toEqual(['one']);
      batch.settle(1);
      expect(bus.now() - diedAt).toBeGreaterThan(5_000);
      expect(bus.now() - diedAt).toBeLessThan(30_000);
    });

    it('begins again at the first record when the group is rewound', async () => {
      await bus.producer.send([record('a', 'one'), record('a', 'two')]);
      const first = await join();
      await readUntil(['one', 'two'], first);
      await leave(first);
      await bus.rewind('readers');
      expect(await readUntil(['one', 'two'], await join())).toEqual(['one', 'two']);
    });

    it('begins with what comes from now on where a new group says so', async () => {
      await bus.producer.send([record('a', 'old')]);
      const member = await join({ from: 'latest' });
      let sent = 0;
      for (let batch = member.next(); ; batch = member.next()) {
        if (batch !== null) {
          expect(textsOf(batch)).not.toContain('old');
          batch.settle(batch.records.length);
          return;
        }
        await bus.producer.send([record('a', `new ${(sent += 1)}`)]);
        await bus.eventually(() => undefined);
      }
    });

    it('refuses a consumer of a topic that is not there', async () => {
      const lost = bus.consumer({ group: 'lost', topics: ['nowhere.v1'] });
      await expect(lost.start(() => {})).rejects.toThrow();
      await lost.stop();
    });
  });
}
