import { silentLog, type Ids, type Randomness } from '@kalends/kernel';
import type { DuePart, MemoryBus, MemoryDatabase, MemoryProcess } from '@kalends/memory';
import { timeouts, unavailable } from '@kalends/persistence';
import { ProcessGate, type Fate } from '../schedule/process-gate';
import { connectionLost, SimulatedProcess } from './simulated-process';
import type { Part, Schedule } from '../schedule/schedule';

/** A part of a service that works by itself. */
export interface WorkingPart extends DuePart {
  /** What `due` looks at beside what the process itself does; its database unless told otherwise. */
  readonly heeds?: object;
}

/** One process of a service as it was composed. */
export interface Composed<Service> {
  readonly service: Service;
  readonly parts: readonly WorkingPart[];
}

/** What all processes of the simulation share. */
export interface Surroundings {
  readonly schedule: Schedule;
  readonly bus: MemoryBus;
  readonly ids: Ids;
  readonly randomness: Randomness;
}

/** How often an idle part looks, as the pumps of production do. */
const idleMs = 250;

interface Doom {
  left: number;
  readonly when: 'before' | 'after';
  readonly downMs: number;
}

/** The processes of one service: each can die at any call and comes back empty-headed. */
export class Cluster<Service> {
  /** Answers of the next calls of this service's processes that get lost, or requests that never arrive. */
  readonly lostAnswers: ('before' | 'after')[] = [];
  readonly lostSends: ('before' | 'after')[] = [];
  /** How many of the next commits are made without an answer. */
  unanswered = 0;
  /** Epoch ms until which its database refuses everything. */
  refusesUntil = 0;
  /** Epoch ms until which its database does what it is asked and answers nobody. */
  frozenUntil = 0;
  private readonly processes: (SimulatedProcess<Service> | null)[];
  private readonly dooms = new Map<SimulatedProcess<Service>, Doom>();

  constructor(
    readonly name: string,
    readonly database: MemoryDatabase,
    private readonly around: Surroundings,
    private readonly compose: (process: MemoryProcess) => Composed<Service>,
    private readonly slowness: (call: string) => number,
    replicas = 2,
  ) {
    database.onCommit = () => around.schedule.touch(database);
    this.processes = Array.from({ length: replicas }, (_, index) => this.boot(index));
  }

  /** @throws DomainError of kind `unavailable` when nobody lives or whoever was asked dies */
  async ask<T>(work: (service: Service) => Promise<T>): Promise<T> {
    return this.any().ask(work);
  }

  /** Of the living, as a load balancer would pick. @throws DomainError of kind `unavailable` when there is none */
  any(): SimulatedProcess<Service> {
    const living = this.processes.filter((process) => process !== null);
    if (living.length === 0) throw connectionLost(this.name);
    return this.around.schedule.chance.pick(living);
  }

  /** The process ends at the `calls`-th call from now. */
  doom(replica: number, calls: number, when: 'before' | 'after', downMs: number): void {
    const process = this.processes[replica % this.processes.length];
    if (process) this.dooms.set(process, { left: calls, when, downMs });
  }

  freeze(replica: number, ms: number): void {
    const { schedule } = this.around;
    const process = this.processes[replica % this.processes.length];
    if (!process) return;
    process.isFrozen = true;
    schedule.at(schedule.now + ms, () => (process.isFrozen = false));
    // As Postgres does with whoever does nothing in a transaction.
    if (ms >= timeouts.idleInTransaction)
      schedule.at(schedule.now + timeouts.idleInTransaction, () => this.database.disconnect(process.gate));
  }

  /** No more trouble: whoever was doomed lives on. */
  heal(): void {
    this.dooms.clear();
    this.lostAnswers.length = 0;
    this.lostSends.length = 0;
    this.unanswered = 0;
    this.refusesUntil = 0;
    this.frozenUntil = 0;
    for (const process of this.processes) if (process) process.isFrozen = false;
  }

  private boot(index: number): SimulatedProcess<Service> {
    const { schedule, bus, ids, randomness } = this.around;
    const process: SimulatedProcess<Service> = new SimulatedProcess(`${this.name}-${index + 1}`, (party) => {
      const die = (): void => this.kill(index);
      return new ProcessGate(party, schedule, (call) => this.fateOf(process, call), die);
    });
    const { gate } = process;
    const clock = { now: () => new Date(schedule.now) };
    const composed = this.compose({
      database: this.database,
      gate,
      clock,
      timer: schedule.timer,
      ids,
      randomness,
      log: silentLog,
      producer: bus.producer(gate),
      consumer: (options) => bus.consumer(options, { gate, owner: gate, clock }),
    });
    process.service = composed.service;
    for (const part of composed.parts)
      schedule.add({ party: process, heeds: this.database, ...part, ...this.polling(part) });
    return process;
  }

  /** A part that found nothing, though there seemed to be something, looks again a little later: another has it, or it must wait. */
  private polling({ due, run }: WorkingPart): Pick<Part, 'due' | 'run'> {
    const { schedule } = this.around;
    let notBefore = 0;
    return {
      due: () => {
        const at = due();
        return at === null ? null : Math.max(at, notBefore);
      },
      run: async () => {
        let done: unknown = 0;
        try {
          done = await run();
        } finally {
          notBefore = done === 0 ? schedule.now + idleMs : 0;
        }
      },
    };
  }

  private kill(index: number): void {
    const { schedule, bus } = this.around;
    const process = this.processes[index];
    if (!process) return;
    const downMs = this.dooms.get(process)?.downMs ?? 1_000;
    this.processes[index] = null;
    this.dooms.delete(process);
    schedule.remove(process);
    process.die();
    this.database.disconnect(process.gate);
    bus.disconnect(process.gate);
    schedule.at(schedule.now + downMs, () => (this.processes[index] = this.boot(index)));
    schedule.touch(bus);
  }

  private fateOf(process: SimulatedProcess<Service>, call: string): Fate | null {
    const doom = this.dooms.get(process);
    if (doom && (doom.left -= 1) <= 0) return { dies: doom.when };
    if (call === 'bus.send') return this.failing(this.lostSends, () => new Error('The broker does not answer.'));
    if (call.startsWith('google.') || call.startsWith('oauth.')) {
      const slowMs = this.slowness(call);
      return slowMs > 0 ? { slowMs } : null;
    }
    if (call.startsWith('rpc.')) return this.failing(this.lostAnswers, () => connectionLost(call));
    if (call === 'commit' && this.unanswered > 0) {
      this.unanswered -= 1;
      return { fails: { when: 'after', error: () => unavailable('08006') } };
    }
    if (call.startsWith('bus.')) return null;
    const { now } = this.around.schedule;
    if (now < this.refusesUntil) return { fails: { when: 'before', error: () => unavailable('57P03') } };
    const frozenMs = this.frozenUntil - now;
    if (frozenMs <= 0) return null;
    if (frozenMs < timeouts.query) return { slowMs: frozenMs };
    return { slowMs: timeouts.query, fails: { when: 'after', error: () => unavailable('57014') } };
  }

  private failing(queue: ('before' | 'after')[], error: () => Error): Fate | null {
    const when = queue.shift();
    return when ? { fails: { when, error } } : null;
  }
}
