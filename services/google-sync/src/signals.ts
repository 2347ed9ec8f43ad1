import { metrics } from '@opentelemetry/api';

/** What the business wants to see of the engine; labels are few and stable. */
export interface Signals {
  /** A change made in Google has become one in Kalends; `conflicts` fields lost a merge. */
  absorbed(change: string, conflicts: number): void;
  /** Scheduling refused a change made in Google. */
  refused(change: string): void;
  /** An event that no appointment can be like. */
  parked(): void;
  /** Google has accepted a write. */
  written(write: string): void;
  linkState(state: string, reason: string): void;
  /** A full comparison found this many differences that nobody had told us of. */
  drift(count: number): void;
}

export function telemetrySignals(): Signals {
  const meter = metrics.getMeter('google-sync');
  const absorbed = meter.createCounter('kalends.sync.absorbed');
  const conflicts = meter.createCounter('kalends.sync.conflicts');
  const refused = meter.createCounter('kalends.sync.refused');
  const parked = meter.createCounter('kalends.sync.parked');
  const written = meter.createCounter('kalends.sync.written');
  const linkStates = meter.createCounter('kalends.sync.link_states');
  const drift = meter.createCounter('kalends.sync.drift');
  return {
    absorbed: (change, count) => {
      absorbed.add(1, { change });
      if (count > 0) conflicts.add(count);
    },
    refused: (change) => refused.add(1, { change }),
    parked: () => parked.add(1),
    written: (write) => written.add(1, { write }),
    linkState: (state, reason) => linkStates.add(1, { state, reason }),
    drift: (count) => drift.add(count),
  };
}

export const silentSignals: Signals = {
  absorbed: () => {},
  refused: () => {},
  parked: () => {},
  written: () => {},
  linkState: () => {},
  drift: () => {},
};
