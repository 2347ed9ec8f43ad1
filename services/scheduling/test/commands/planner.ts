/** When and on which resources: half hours of one day, `start` counted from 06:00 UTC. */
export interface Slots {
  readonly resources: readonly string[];
  readonly start: number;
  readonly length: number;
}

/** `2027-03-01T06:30` for the second half hour. */
export const halfHour = (n: number): string =>
  new Date(Date.parse('2027-03-01T06:00:00Z') + n * 1_800_000).toISOString().slice(0, 16);

/** What a command came to. */
export type Answer =
  | { readonly accepted: true; readonly version: number; readonly overbooked: boolean }
  | { readonly accepted: false; readonly code: string };

/** An appointment and its timeline as they are told, the latest entry first. */
export interface Told {
  readonly version: number;
  readonly resourceIds: readonly string[];
  readonly status: string;
  readonly overbooked: boolean;
  readonly content: Readonly<Record<string, unknown>>;
  readonly timeline: readonly {
    readonly version: number;
    readonly fields: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  }[];
}

/** A salon of a tenant of its own, and what can be done in it. */
export interface PlannerUnderTest {
  /** Sorted. */
  readonly resources: readonly string[];
  book(id: string, slots: Slots): Promise<Answer>;
  rename(id: string, version: number): Promise<Answer>;
  cancel(id: string, version: number): Promise<Answer>;
  restore(id: string, version: number): Promise<Answer>;
  move(id: string, version: number, to: Slots): Promise<Answer>;
  /** As an employee does in Google: kept whatever capacity says. */
  moveOutside(id: string, to: Slots): Promise<Answer>;
  told(id: string): Promise<Told>;
  /** How many pairs of allocations hold the same slot. */
  overlaps(): Promise<number>;
  /** Of each appointment the resources, sorted, on which it holds a slot. */
  held(): Promise<ReadonlyMap<string, readonly string[]>>;
}
