import { allocationTable, revisionTable } from '@kalends/scheduling/memory';
import { parkedEventTable } from '@kalends/inbox/memory';
import { outboxTable } from '@kalends/outbox/memory';
import { googleSyncTables } from '@kalends/google-sync/memory';
import type { Evidence, Violation } from '../judge/evidence';
import { judge } from '../judge/judge';
import { NeverRests } from '../schedule/schedule';
import { accounts, type Account } from '../world/google';
import type { Plant } from '../plants/plant';
import { rowsOf } from '../world/rows';
import { World } from '../world/world';
import { Director, turnLimit } from './run';
import type { History } from './step';
import { unrestOf, type Unrest } from './unrest';

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly turns: number;
  readonly trace: readonly string[];
}

const minute = 60_000;

export interface Telling {
  readonly isTraced?: boolean;
  readonly plant?: Plant;
}

/** Runs one history to its end and judges it. */
export async function simulate(history: History, options: Telling = {}): Promise<Verdict> {
  const { stackTraceLimit } = Error;
  // Refusals are daily business: where one came from is worth its time only in a history that is told.
  if (!options.isTraced) Error.stackTraceLimit = 0;
  try {
    return await run(history, options);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function run(history: History, options: Telling): Promise<Verdict> {
  const world = new World(history.salt, history.begins, options.plant);
  const { schedule } = world;
  const director = new Director(world);
  if (options.isTraced) schedule.trace = [];
  const violations: Violation[] = [];
  try {
    await world.open();
    for (const [index, account] of accounts.entries()) {
      const room = world.resources[index]!;
      // The second company comes to Google in every other history, and in the others when an administrator thinks of it.
      if (room.company !== world.companies[0] && history.salt % 2 === 1) continue;
      await world.settle(director.administrator.consent(room, account));
      await world.settle(director.administrator.link(room, account, 'two-way', false));
    }
    for (const step of history.steps) {
      schedule.trace?.push(`-- ${JSON.stringify(step.act)}`);
      await director.play(step);
    }
    schedule.trace?.push('-- all is well again');
    await director.heal();
    await schedule.until(schedule.now + 6 * minute, turnLimit);
    // That an account was lost is found out when its last access token has run out.
    if (director.reconnect()) await schedule.until(schedule.now + 6 * minute, turnLimit);
    violations.push(...judge(evidenceOf(world, director, unrestOf(history))));
    violations.push(...(await echoes(world, director)));
  } catch (error) {
    if (!(error instanceof NeverRests)) throw error;
    violations.push({ invariant: 'I10', says: error.message });
  }
  for (const error of world.errors)
    violations.push({
      invariant: 'errors',
      says: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  return { violations, turns: schedule.turns, trace: schedule.trace ?? [] };
}

/** I5: once all is the same, nothing is written any more, however often everybody looks. */
async function echoes(world: World, director: Director): Promise<Violation[]> {
  const { schedule, google } = world;
  const writes = (): number => google.emulator.log.find({ writes: true }).length;
  const versions = (): number => world.scheduling.database.rows(revisionTable).length;
  const before = [writes(), versions()] as const;
  for (const link of world.links()) {
    if (link.state !== 'live') continue;
    director.administrator.administer({
      do: 'sync-now',
      resource: world.resources.findIndex(({ id }) => id === link.resourceId),
    });
  }
  await schedule.until(schedule.now + minute, turnLimit);
  const [wrote, made] = [writes() - before[0], versions() - before[1]];
  return wrote + made === 0 ? [] : [{ invariant: 'I5', says: `${wrote} writes and ${made} versions in the silence` }];
}

function evidenceOf(world: World, director: Director, unrest: Unrest): Evidence {
  const { scheduling, googleSync, google, schedule } = world;
  const { emulator } = google;
  const databases = [scheduling.database, googleSync.database, world.oauthConsent.database];
  return {
    appointments: world.appointments(),
    revisions: scheduling.database.rows(revisionTable).map(({ value }) => value),
    allocations: scheduling.database.rows(allocationTable),
    companies: world.companies,
    resources: world.resources,
    breaches: director.trespasser.breaches,
    outbox: databases.flatMap((database) =>
      database
        .rows(outboxTable)
        .map(({ aggregateId, version, topic, sentAt }) => ({ aggregateId, version, topic, isSent: sentAt !== null })),
    ),
    links: world.links(),
    mappings: googleSync.database.rows(googleSyncTables.mappings),
    work: googleSync.database.rows(googleSyncTables.work),
    jobs: googleSync.database.rows(googleSyncTables.jobs),
    channels: googleSync.database.rows(googleSyncTables.channels),
    parked: databases.flatMap((database) =>
      [...database.rows(parkedEventTable)].map(({ event }) => ({
        aggregateId: event.meta.aggregateId,
        reason: event.reason,
      })),
    ),
    effects: world.effects,
    gaps: google.gaps,
    deadlocks: scheduling.database.deadlocks,
    states: google.states,
    calls: emulator.log.find({}),
    unrest,
    googleChannels: emulator.state.channels.all(),
    acknowledged: director.people.acknowledged,
    googleItems: (calendarId) => google.items(accounts.find((account) => account.calendarId === calendarId) as Account),
    rows: () => rowsOf(world),
    now: schedule.now,
  };
}
