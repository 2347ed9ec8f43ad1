import type { Clock, Ids, Log, UnitOfWork } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { SchedulingTx } from './scheduling-tx';

/** What the features of this service reach the world by; a class so that Nest can hand it out. */
export abstract class SchedulingPorts {
  abstract readonly unitOfWork: UnitOfWork<SchedulingTx>;
  /** For read models, which bring their own SQL. */
  abstract readonly sql: UnitOfWork<SqlSession>;
  abstract readonly clock: Clock;
  abstract readonly ids: Ids;
  abstract readonly log: Log;
}
