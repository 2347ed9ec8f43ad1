import type { Emulator } from '../core/emulator';
import type { Seed } from '../core/seed';

/** What the admin plane works on. */
export interface AdminOptions {
  readonly emulator: Emulator;
  readonly seed: Seed;
  /** The clock or the weather changed: pushes may be due now. */
  readonly nudge: () => void;
}
