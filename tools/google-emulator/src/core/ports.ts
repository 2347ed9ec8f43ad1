/** Time as the emulator sees it: epoch milliseconds. The admin plane may run ahead of the machine's own clock. */
export interface Clock {
  now(): number;
}

/** Randomness behind a port, so that a simulation can seed it. */
export interface Randomness {
  /** A number in [0, 1). */
  fraction(): number;
  /** An opaque lower-case id of `length` characters out of 0-9 and a-v (base32hex, what Google's own ids look like). */
  id(length: number): string;
}

/** Where committed changes go; one call per committed transaction, before its answer is given. */
export interface Journal {
  append(changes: readonly Change[]): void;
}

/** One row after a change; `value: null` means that the row is gone. */
export interface Change {
  readonly table: string;
  readonly group: string;
  readonly id: string;
  readonly value: unknown;
}
