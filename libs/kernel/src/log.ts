/** Log of events with fixed names and fields beside them. Only fields on the allow-list of libs/telemetry come out. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Somebody must act. */
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
