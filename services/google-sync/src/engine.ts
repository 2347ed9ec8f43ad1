import type { Clock, Ids, Log, Randomness, UnitOfWork } from '@kalends/kernel';
import { AbsorbEvent } from './absorb/app/absorb-event';
import type { TokenBroker } from './broker/app/token-broker';
import { GoogleAccess } from './google/app/google-access';
import type { GoogleCalendar } from './google/app/google-calendar';
import { CompareCalendar, PullCalendar } from './inward/app/pull-calendar';
import { ReadCalendar } from './inward/app/read-calendar';
import { SyncNow } from './inward/app/sync-now';
import { JobRunner, type JobHandler } from './job/app/job-runner';
import type { Job } from './job/app/job-store';
import { LeaseKeeper } from './lease-keeper';
import { FollowSwitches } from './link/app/follow-switches';
import { LinkChanges } from './link/app/link-changes';
import { ExportAppointments } from './outward/app/export-appointments';
import { HearAppointment } from './outward/app/hear-appointment';
import { OutwardWorker } from './outward/app/outward-worker';
import type { Scheduling } from './scheduling/app/scheduling';
import type { Signals } from './signals';
import type { SyncTx } from './sync-tx';
import { AcceptPushes } from './watch/app/accept-pushes';
import { WatchCalendar } from './watch/app/watch-calendar';

/** Everything that the engine reaches outside itself. */
export interface EnginePorts {
  readonly unitOfWork: UnitOfWork<SyncTx>;
  readonly google: GoogleCalendar;
  readonly broker: TokenBroker;
  readonly scheduling: Scheduling;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly signals: Signals;
  readonly settings: EngineSettings;
}

export interface EngineSettings {
  /** Safety poll, milliseconds. */
  readonly pollMs: number;
  /** Between two full comparisons of a calendar, milliseconds. */
  readonly compareMs: number;
  /** Where Google pushes to; null: calendars are polled only. */
  readonly pushAddress: string | null;
}

export type Engine = ReturnType<typeof composeEngine>;

/** The two-way engine, put together the same way in a service, in a test and in a simulation. */
export function composeEngine(
  ports: EnginePorts,
  moreJobs: (access: GoogleAccess) => Partial<Record<Job, JobHandler>> = () => ({}),
) {
  const { unitOfWork, google, broker, scheduling, clock, ids, randomness, log, signals, settings } = ports;
  const links = new LinkChanges(clock, ids, signals);
  const leases = new LeaseKeeper();
  const access = new GoogleAccess(google, broker, unitOfWork, links, clock, randomness);
  const absorb = new AbsorbEvent(unitOfWork, access, scheduling, clock, log, signals);
  const calendar = new ReadCalendar(unitOfWork, access, absorb, clock);
  const parts = { unitOfWork, access, absorb, calendar, links, leases, clock, ids, randomness, log, signals };
  const pull = { ...parts, pollMs: settings.pollMs };
  const jobs: Partial<Record<Job, JobHandler>> = {
    export: new ExportAppointments(unitOfWork, scheduling, links, clock),
    pull: new PullCalendar(pull),
    compare: new CompareCalendar(pull, settings.compareMs),
    ...(settings.pushAddress !== null && { watch: new WatchCalendar({ ...parts, address: settings.pushAddress }) }),
    ...moreJobs(access),
  };
  return {
    access,
    links,
    leases,
    hear: new HearAppointment(clock),
    follow: new FollowSwitches(links),
    syncNow: new SyncNow(unitOfWork, links, clock),
    pushes: new AcceptPushes(unitOfWork, clock),
    outward: new OutwardWorker(parts),
    jobs: new JobRunner(parts, jobs),
  };
}
