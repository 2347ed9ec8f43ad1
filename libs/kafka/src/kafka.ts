/** One message to Kafka. */
export interface KafkaRecord {
  /** Name as declared in contracts; an adapter adds the prefix of tests and takes it away again. */
  readonly topic: string;
  /** All records of one key share a partition and keep their order. */
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ReceivedRecord extends KafkaRecord {
  readonly partition: number;
  /** A 64-bit number in decimal. */
  readonly offset: string;
}

export interface Producer {
  /**
   * Resolves once every in-sync replica has all records, kept in order within a key. After a rejection any of them may
   * or may not have arrived: send them all again; consumers drop what they know.
   */
  send(records: readonly KafkaRecord[]): Promise<void>;
  stop(): Promise<void>;
}

/** The next records of one partition, in order; the partition yields no more until `settle`. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ReceivedRecord[];
  /** False once the partition may belong to another member: break off, what follows will be delivered elsewhere. */
  isCurrent(): boolean;
  /**
   * Ends the batch: the first `handled` records are committed and never come back to this group (short of a crash right
   * now); the others come again, `pauseMs` milliseconds later.
   */
  settle(handled: number, pauseMs?: number): void;
}

/** A member of a consumer group. Nothing is committed but by `settle`, and it keeps its membership alive by itself. */
export interface Consumer {
  /** Joins the group; `onArrival` is called whenever `next` may have something. Throws when a topic is missing. */
  start(onArrival: () => void): Promise<void>;
  /** A batch that nobody else works on, or null when there is none now. */
  next(): Batch | null;
  /** False when it has given up for good, so that only a restart of the process helps. */
  alive(): boolean;
  /** Leaves the group, so that others take over at once. What was taken and not settled is delivered again, to them. */
  stop(): Promise<void>;
}

export interface ConsumerOptions {
  /** Consumer group: members share the partitions. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a group without an offset begins; `earliest` by default. */
  readonly from?: 'earliest' | 'latest';
}

/** What a deployment declares about a topic (see contracts). */
export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  /** Milliseconds. */
  readonly retentionMs: number;
}

export interface Admin {
  /** Creates the topics that don't exist yet; leaves the others as they are. */
  ensureTopics(declarations: readonly TopicDeclaration[]): Promise<void>;
  /** Records that the group has not committed yet, in all partitions of the topics. */
  lag(group: string, topics: readonly string[]): Promise<number>;
  /** Sets a group without members back to the first record of each topic: everything is delivered again. */
  rewind(group: string, topics: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** The one door to Kafka. Everything else in Kalends knows these ports alone, so that the client library can be exchanged. */
export interface Kafka {
  producer(): Producer;
  consumer(options: ConsumerOptions): Consumer;
  admin(): Admin;
}
