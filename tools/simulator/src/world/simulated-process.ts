import { DomainError } from '@kalends/kernel';
import type { ProcessGate } from '../schedule/process-gate';
import type { Party } from '../schedule/schedule';

/** The connection to a process ended before it answered: what it did is not known. */
export const connectionLost = (name: string): DomainError =>
  new DomainError('unavailable', 'rpc/unavailable', `${name} does not answer.`);

/** One life of a process: what it holds in memory goes with it. */
export class SimulatedProcess<Service> implements Party {
  isDead = false;
  isFrozen = false;
  service!: Service;
  readonly gate: ProcessGate;
  /** Rejects when it dies. */
  readonly lost: Promise<never>;
  private hangUp!: (error: Error) => void;

  constructor(
    readonly name: string,
    gateOf: (party: Party) => ProcessGate,
  ) {
    this.gate = gateOf(this);
    this.lost = new Promise((_, reject) => (this.hangUp = reject));
    this.lost.catch(() => undefined);
  }

  /** Somebody else's request: fails when the process dies before it has answered. */
  ask<T>(work: (service: Service) => Promise<T>): Promise<T> {
    return Promise.race([work(this.service), this.lost]);
  }

  die(): void {
    this.isDead = true;
    this.hangUp(connectionLost(this.name));
  }
}
