/** Something that works by itself, to be run when it is due. */
export interface DuePart {
  readonly name: string;
  /**
   * Epoch milliseconds from which there seems to be something to do; null: nothing. Changes with each commit and each run.
   * Another process may be quicker: whoever finds nothing then should look again a little later, as a Pump does.
   */
  due(): number | null;
  /** One step. @returns how much it did */
  run(): Promise<number>;
}
