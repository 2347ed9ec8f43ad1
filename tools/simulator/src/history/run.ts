import type { ServiceName, Step } from './step';
import { Administrator } from './administrator';
import { Employee } from './employee';
import { Facts } from './facts';
import { People } from './people';
import { Trespasser } from './trespasser';
import { accounts } from '../world/google';
import type { World } from '../world/world';

/** Carries out what steps say. */
export class Director {
  readonly people: People;
  readonly administrator: Administrator;
  readonly trespasser: Trespasser;
  private readonly employee: Employee;

  constructor(private readonly world: World) {
    const facts = new Facts(world.begins);
    this.people = new People(world, facts);
    this.administrator = new Administrator(world);
    this.trespasser = new Trespasser(world, facts);
    this.employee = new Employee(world, facts);
  }

  async play({ act, turns, salt }: Step): Promise<void> {
    const { world } = this;
    world.chance.begin(salt);
    if (act.do === 'pass') await world.schedule.until(world.schedule.now + act.ms, turnLimit);
    else this.begin(act);
    await world.schedule.give(turns);
  }

  /** Faults are over, and people mend what only people can mend. */
  async heal(): Promise<void> {
    const { world, administrator } = this;
    for (const name of ['scheduling', 'google-sync', 'oauth-consent'] as const) world.cluster(name).heal();
    world.google.heal();
    await world.schedule.until(world.schedule.now + outage, turnLimit);
    for (const [index, company] of world.companies.entries())
      if (!world.branch(company).googleSyncEnabled)
        administrator.administer({ do: 'branch-switch', company: index, on: true });
    for (const wait of [outage, pollMs]) {
      await world.schedule.until(world.schedule.now + wait, turnLimit);
      this.mend();
    }
  }

  /** @returns whether anybody's access had been lost */
  reconnect(): boolean {
    const lost = [...this.world.resources.entries()].filter(
      ([, room]) => this.world.linkOf(room)?.reason === 'needs-consent',
    );
    for (const [resource] of lost) this.administrator.administer({ do: 'access-given', resource });
    return lost.length > 0;
  }

  private mend(): void {
    const { world, administrator } = this;
    this.reconnect();
    for (const [resource, room] of world.resources.entries()) {
      const link = world.linkOf(room);
      if (!link) continue;
      const { reason } = link;
      if (reason === 'permission-lost' || reason === 'calendar-lost')
        administrator.administer({ do: 'sync-now', resource });
      if (reason === 'mass-deletion') administrator.approve(link.tenantId, link.id);
    }
  }

  private begin(act: Exclude<Step['act'], { do: 'pass' }>): void {
    const { world, people } = this;
    switch (act.do) {
      case 'book':
        return people.book(act);
      case 'rush':
        for (let count = 0; count < act.customers; count += 1)
          people.book({ ...act, do: 'book', who: 'customer', repeats: 'once' });
        return;
      case 'move':
      case 'move-date':
      case 'retitle':
      case 'reassign':
      case 'cancel':
      case 'cancel-date':
      case 'restore':
      case 'complete':
        return people.change(act);
      case 'die':
        return world.cluster(act.service).doom(act.replica, act.calls, act.when, act.downMs);
      case 'freeze':
        return world.cluster(act.service).freeze(act.replica, act.ms);
      case 'google-fails':
      case 'google-breaks': {
        const { when, times } = act;
        const effect = act.do === 'google-fails' ? failure(act.status) : { connection: act.how };
        return void world.google.emulator.faults.add({ when, times, ...effect });
      }
      case 'google-slow':
        for (let count = 0; count < act.times; count += 1) world.google.slow.push(act.ms);
        return;
      case 'pushes':
        world.google.emulator.pushes.weather = {
          dropRate: act.lost,
          duplicateRate: act.doubled,
          delayMs: 0,
          jitterMs: act.lateMs,
        };
        return;
      case 'pages':
        return world.google.settings({ pageSize: act.size });
      case 'tombstones-bare':
        return world.google.settings({ tombstones: 'bare' });
      case 'answers-lost':
        return fill(world.cluster(act.service).lostAnswers, act.when, act.times);
      case 'commits-unanswered':
        world.cluster(act.service).unanswered += act.times;
        return;
      case 'kafka-refuses':
        for (const name of ['scheduling', 'google-sync', 'oauth-consent'] as const satisfies ServiceName[])
          fill(world.cluster(name).lostSends, act.when, act.times);
        return;
      case 'database-refuses':
        world.cluster(act.service).refusesUntil = world.schedule.now + act.ms;
        return;
      case 'database-freezes':
        world.cluster(act.service).frozenUntil = world.schedule.now + act.ms;
        return;
      case 'kafka-rebalances':
        return world.bus.rebalance(act.service);
      case 'kafka-rewinds':
        return world.bus.rewind(act.service, act.records);
      case 'access-revoked':
        return world.google.endGrant(accounts[act.account % accounts.length]!);
      case 'tokens-expire':
        return world.google.expireAccessTokens(accounts[act.account % accounts.length]!);
      case 'access-given':
      case 'link':
      case 'unlink':
      case 'sync-now':
      case 'branch-switch':
        return this.administrator.administer(act);
      case 'trespass':
        return this.trespasser.trespass(act);
      default:
        return this.employee.inGoogle(act);
    }
  }
}

/** Google answers so only where it can be meant so: it does not say that something is gone which is there. */
function failure(status: number): { status: number; method?: string; path?: string } {
  if (status === 410) return { status, method: 'GET', path: '/events/$' };
  if (status === 404 || status === 409 || status === 412) return { status, method: status === 404 ? 'GET' : 'PATCH' };
  return { status };
}

/** Longer than anybody is down or frozen. */
const outage = 60_000;

/** By then everything has been asked for once. */
const pollMs = 6 * 60_000;

/** More turns than any step needs to come to rest. */
export const turnLimit = 200_000;

const fill = <T>(queue: T[], value: T, times: number): void => {
  for (let count = 0; count < times; count += 1) queue.push(value);
};
