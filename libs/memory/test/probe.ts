/** A row behind the tenant wall; no two of a tenant have the same text. */
export interface Note {
  readonly id: number;
  readonly text: string;
  readonly count: number;
}

/** What one transaction can do to three tables that have a little of everything that Kalends relies on. */
export interface Probe {
  note(id: number): Promise<Note | null>;
  /** FOR UPDATE. */
  lockNote(id: number): Promise<Note | null>;
  addNote(id: number, text: string, of?: string): Promise<void>;
  /** @returns whether there was such a note, with that text if one is expected */
  rename(id: number, text: string, expected?: string): Promise<boolean>;
  /** Adds one to the count of each, in one statement. */
  bump(...ids: number[]): Promise<void>;
  removeNote(id: number): Promise<void>;
  notes(): Promise<number[]>;

  /** A room has one booking at a time; `[from, to)`. */
  book(id: number, room: string, from: number, to: number): Promise<void>;
  cancel(id: number): Promise<void>;

  addJob(id: number): Promise<void>;
  /** Tenant and id of each, in their order; a queue. */
  jobs(): Promise<string[]>;
  /** FOR UPDATE SKIP LOCKED: the first job that nobody else holds. */
  takeJob(): Promise<number | null>;

  /** Until the transaction's end. */
  lockName(name: string): Promise<void>;

  afterCommit(action: () => void): void;
}

export const ann = '018f0000-0000-7000-8000-00000000000a';
export const bob = '018f0000-0000-7000-8000-00000000000b';
