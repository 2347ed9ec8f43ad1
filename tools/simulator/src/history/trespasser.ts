import { isDomainError, type ErrorKind } from '@kalends/kernel';
import type { Party } from '../schedule/schedule';
import { ownerOf, type Company, type Room } from '../world/company';
import { accounts, type Account } from '../world/google';
import type { World } from '../world/world';
import { envelope, given, type Facts } from './facts';
import type { Of } from './people';

const trespasser: Party = { name: 'trespasser', isDead: false, isFrozen: false };

/** No word of whether it is there. */
const walls: readonly ErrorKind[] = ['not-found', 'forbidden', 'unavailable', 'limited'];

/** What is said of one's own things before it comes to the other company's. */
const ownTrouble: Readonly<Partial<Record<Of<'trespass'>['how'], readonly ErrorKind[]>>> = {
  reassign: ['stale'],
  'link-calendar': ['invalid', 'conflict'],
};

/** Somebody of one company, or a bug, who reaches for what is another one's. */
export class Trespasser {
  /** What came of an attempt that was not simply refused. */
  readonly breaches: string[] = [];

  constructor(
    private readonly world: World,
    private readonly facts: Facts,
  ) {}

  trespass(act: Of<'trespass'>): void {
    const attempt = this.attempt(act);
    if (!attempt) return;
    const tell = (outcome: string): void => void this.breaches.push(`${act.how}: ${outcome}`);
    const refusals = new Set([...walls, ...(ownTrouble[act.how] ?? [])]);
    const isRefusal = (error: unknown): boolean => isDomainError(error) && refusals.has(error.kind);
    const tried = this.world.schedule
      .turn(trespasser, `asks for ${act.how}`)
      .then(attempt)
      .then(
        () => tell('was done'),
        (error: unknown) => (isRefusal(error) ? undefined : tell(String(error))),
      );
    this.world.schedule.start(tried);
  }

  private attempt(act: Of<'trespass'>): (() => Promise<unknown>) | null {
    const { world, facts } = this;
    const { resources, scheduling, googleSync } = world;
    const own = resources[act.resource % resources.length]!;
    const { company } = own;
    const foreign = resources.find((other) => other.company !== company)!;
    const by = envelope(company, `trespasser-${facts.next()}`, null);
    const times = facts.times(act.slot);
    switch (act.how) {
      case 'book': {
        const wish = given([own.id, foreign.id], facts.content(company, act.slot, 'once'));
        const id = world.ids.next();
        return () => scheduling.ask(({ appointments }) => appointments.create.execute(by, id, wish));
      }
      case 'reassign': {
        const mine = this.appointment(
          act.appointment,
          (it) => it.tenantId === company.tenantId && it.status === 'confirmed',
        );
        const move = { ...times, resourceIds: [foreign.id] };
        return (
          mine &&
          (() =>
            scheduling.ask(({ appointments }) =>
              appointments.move.execute({ ...by, expectedVersion: mine.version }, mine.id, move),
            ))
        );
      }
      case 'move':
      case 'cancel': {
        const theirs = this.appointment(act.appointment, ({ tenantId }) => tenantId !== company.tenantId);
        if (!theirs) return null;
        const knowing = { ...by, expectedVersion: theirs.version };
        return () =>
          scheduling.ask<unknown>(({ appointments }) =>
            act.how === 'move'
              ? appointments.move.execute(knowing, theirs.id, times)
              : appointments.cancel.execute(knowing, theirs.id, {}),
          );
      }
      case 'sync-now': {
        const link = world.linkOf(foreign);
        return link && (() => googleSync.ask(({ engine }) => engine.syncNow.run(company.tenantId, link.id)));
      }
      case 'link':
        return () => this.link(company, foreign, accounts[resources.indexOf(foreign)]!);
      case 'link-calendar': {
        // Anna's account has no calendar of Ben's.
        const last = resources.at(-1)!;
        return world.linkOf(last) ? null : () => this.link(last.company, last, accounts[1]!);
      }
    }
  }

  private link(by: Company, { id }: Room, { calendarId }: Account): Promise<unknown> {
    const user = ownerOf(by);
    return this.world.googleSync.ask(async ({ links }) => {
      const resource = await links.resources.getSyncable(user, id);
      return links.create.execute({ user, resource, calendar: { id: calendarId }, mode: 'two-way' });
    });
  }

  private appointment(which: number, isMeant: (appointment: ReturnType<World['appointments']>[number]) => boolean) {
    const there = this.world.appointments().filter(isMeant);
    return there[which % there.length] ?? null;
  }
}
