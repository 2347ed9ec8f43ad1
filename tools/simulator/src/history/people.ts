import { isDomainError } from '@kalends/kernel';
import type { Party } from '../schedule/schedule';
import type { Company } from '../world/company';
import type { World } from '../world/world';
import { envelope, given, type Facts } from './facts';
import type { Acknowledged } from './ledger';
import type { Act } from './step';

const person = (name: string): Party => ({ name, isDead: false, isFrozen: false });
const receptionist = person('receptionist');
const customer = person('customer');

/** How often a customer repeats a booking that was not answered, with the same key. */
const patience = 5;

export type Of<D extends Act['do']> = Extract<Act, { do: D }>;

/** What receptionists and customers ask for, each in the company of what it is about. */
export class People {
  readonly acknowledged: Acknowledged[] = [];

  constructor(
    private readonly world: World,
    private readonly facts: Facts,
  ) {}

  book({ who, resource, also, slot, repeats }: Of<'book'>): void {
    const { world, facts } = this;
    const [main, other] = [resource, also].map((which) => world.resources[which % world.resources.length]!);
    const { id, company } = main!;
    const appointmentId = world.ids.next();
    const commandId = `${who}-${facts.next()}`;
    const isCustomer = who === 'customer';
    const resourceIds = other!.company === company ? [id, other!.id] : [id];
    const wish = given(resourceIds, facts.content(company, slot, repeats));
    const order = () =>
      world.scheduling.ask(({ appointments }) =>
        appointments.create.execute(envelope(company, commandId, null, isCustomer), appointmentId, wish),
      );
    this.start(isCustomer ? customer : receptionist, commandId, order, isCustomer ? patience : 1);
  }

  change(
    act: Of<'move' | 'move-date' | 'retitle' | 'cancel' | 'cancel-date' | 'restore' | 'complete' | 'reassign'>,
  ): void {
    const { world, facts } = this;
    const there = world.appointments();
    const appointment = there[act.item % there.length];
    if (!appointment) return;
    const { id, version, content } = appointment;
    const company = world.companyOf(appointment);
    const commandId = `receptionist-${facts.next()}`;
    const by = envelope(company, commandId, version);
    const date = content.recurrence ? content.start : undefined;
    const order = () =>
      world.scheduling.ask(({ appointments: commands }) => {
        switch (act.do) {
          case 'move':
            return commands.move.execute(by, id, facts.times(act.slot));
          case 'move-date':
            return commands.move.execute(by, id, { ...facts.times(act.slot), recurrenceId: date });
          case 'retitle':
            return commands.change.execute(by, id, { content: { title: facts.word(company) } });
          case 'reassign': {
            const { start, end } = content;
            return commands.move.execute(by, id, { start, end, resourceIds: [this.another(company, act.resource)] });
          }
          case 'cancel':
            return commands.cancel.execute(by, id, {});
          case 'cancel-date':
            return commands.cancel.execute(by, id, { recurrenceId: date });
          case 'restore':
            return commands.restore.execute(by, id, 0);
          case 'complete':
            return commands.complete.execute(by, id, { noShow: false });
        }
      });
    this.start(receptionist, commandId, order, 1);
  }

  private another(company: Company, which: number): string {
    const own = this.world.resources.filter((resource) => resource.company === company);
    return own[which % own.length]!.id;
  }

  /** Somebody waits for the answer; what was acknowledged is written down. */
  private start(
    who: Party,
    commandId: string,
    order: () => Promise<{ appointment: { id: string; version: number } }>,
    tries: number,
  ): void {
    const { schedule } = this.world;
    schedule.start(
      (async () => {
        for (let left = tries; left > 0; left -= 1) {
          await schedule.turn(who, `asks ${commandId}`);
          try {
            const { appointment } = await order();
            await schedule.turn(who, `hears of ${commandId}`);
            this.acknowledged.push({ commandId, appointmentId: appointment.id, version: appointment.version });
            return;
          } catch (error) {
            if (!isDomainError(error)) throw error;
            if (error.kind !== 'unavailable') return;
            await schedule.pause(who, 2_000, `repeats ${commandId}`);
          }
        }
      })().catch((error: unknown) => this.world.wrong(error)),
    );
  }
}
