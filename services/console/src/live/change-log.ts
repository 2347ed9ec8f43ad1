import type { AddressedChange } from './addressed-change';

export interface LoggedChange extends AddressedChange {
  /** `<epoch>.<number>`: an EventSource sends the last one it saw when it comes back. */
  readonly id: string;
}

/**
 * The latest changes of this process, kept so that a page that was cut off can go on where it stopped. Ids of another
 * process (another pod, or this one before its restart) have another epoch and can't be resumed from.
 */
export class ChangeLog {
  private readonly kept: LoggedChange[] = [];
  private count = 0;

  constructor(
    private readonly epoch: string,
    private readonly capacity: number,
  ) {}

  /** Id of the latest change. */
  latest(): string {
    return this.idOf(this.count);
  }

  append(change: AddressedChange): LoggedChange {
    this.count += 1;
    const logged = { ...change, id: this.idOf(this.count) };
    this.kept.push(logged);
    if (this.kept.length > this.capacity) this.kept.shift();
    return logged;
  }

  /** The changes after `id`, or null when some of them are not here: the page must read everything again. */
  since(id: string): readonly LoggedChange[] | null {
    const [epoch, number] = id.split('.');
    const seen = Number(number);
    if (epoch !== this.epoch || !Number.isSafeInteger(seen) || seen > this.count) return null;
    const missed = this.count - seen;
    return missed <= this.kept.length ? this.kept.slice(this.kept.length - missed) : null;
  }

  private idOf(count: number): string {
    return `${this.epoch}.${count}`;
  }
}
