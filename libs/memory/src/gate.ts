/**
 * What stands between a process and everything outside it. Fakes make each call through one, so that a simulation can put
 * other work before it, kill the process at it, or keep back its answer.
 */
export interface Gate {
  /**
   * Makes the call when its turn has come. Never settles for a process that died meanwhile.
   * @param call such as `google.events.insert` or `work.claim`
   * @param effect what the call does, at one instant
   */
  pass<T>(call: string, effect: () => T): Promise<T>;
}

export const openGate: Gate = { pass: async (_call, effect) => effect() };
