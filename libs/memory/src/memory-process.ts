import type { Consumer, ConsumerOptions, Producer } from '@kalends/kafka';
import type { Clock, Ids, Log, Randomness, Timer } from '@kalends/kernel';
import type { Gate } from './gate';
import type { MemoryDatabase } from './memory-database';

/** What one process of a service reaches the world by, all of it in memory. A restart is a new one on the same database. */
export interface MemoryProcess {
  /** The service's own; shared by all its processes. */
  readonly database: MemoryDatabase;
  /** Everything that this process asks of others goes through it; it also owns the connections. */
  readonly gate: Gate;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly producer: Producer;
  readonly consumer: (options: ConsumerOptions) => Consumer;
}
