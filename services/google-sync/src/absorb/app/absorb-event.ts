import { DomainError, type Clock, type Log, type UnitOfWork } from '@kalends/kernel';
import type { GoogleAccess } from '../../google/app/google-access';
import { readEvent } from '../../google/app/read-event';
import type { Found } from '../../google/domain/found-event';
import { isKept, type CalendarLink } from '../../link/domain/calendar-link';
import { agreedBefore, agreedOn, inOurWords, isKnown, ourSide, presentAs } from '../../mapping/domain/agreement';
import {
  baseOf,
  etagsOf,
  oursOf,
  type ETags,
  type GoogleSide,
  type Mapping,
  type OurSide,
} from '../../mapping/domain/mapping';
import { readingOf, type Reading } from '../../mapping/domain/reading';
import { interactive, ownChange } from '../../outward/app/work-store';
import type { Decision } from '../../reconcile/domain/decision';
import { reconcile } from '../../reconcile/domain/reconcile';
import type { CommandAnswer, Scheduling } from '../../scheduling/app/scheduling';
import type { Appointment } from '../../scheduling/domain/appointment';
import type { Signals } from '../../signals';
import type { SyncTx } from '../../sync-tx';
import { admit } from './admit-event';
import { firstCommand, refusal, secondCommand, type Incoming } from './commands';

/** `known`: an echo of ours, or dealt with before. `ignored`: none of ours. `parked`: no appointment can be like it. */
export type Outcome = 'known' | 'ignored' | 'parked' | 'absorbed';

/** An event in a list that was asked for at `askedAt`. */
export interface Listed {
  readonly found: Found;
  readonly askedAt: Date;
}

type Step =
  | { readonly is: Outcome }
  /** The mapping was touched by another worker, who may have seen a newer state than this one. */
  | { readonly is: 'outdated' }
  /** Another worker was quicker by a moment; what it kept may be just the same. */
  | { readonly is: 'overtaken' }
  | { readonly is: 'ask'; readonly appointmentId: string; readonly isMade: boolean }
  /** No trace is left of an event that was there or listed: neither it nor a tombstone. */
  | { readonly is: 'vanished' }
  | { readonly is: 'tell'; readonly incoming: Incoming; readonly decision: Decision };

/** What we hold in our hands in one round. */
interface Round {
  readonly found: Found;
  readonly reading: Reading;
  /** Of the mapping, read before the event was; 0: there was none. Null: unknown, as the event is from a list. */
  readonly revision: number | null;
  readonly askedAt: Date;
  /** A list says that it is deleted, or a whole list lacks it. */
  readonly isGone: boolean;
}

/** What scheduling has said so far. */
interface Learnt {
  readonly ours: OurSide | null;
  /** There is no such appointment as was asked for. */
  readonly isNone: boolean;
  /** The appointment is another resource's by now. */
  readonly isElsewhere: boolean;
  /** Kalends has had its say about this very state of the event, which by that is what both sides agree on. */
  readonly isTaken: boolean;
  /** Why scheduling will never make an appointment of it. */
  readonly code: string | null;
}

const nothingYet: Learnt = { ours: null, isNone: false, isElsewhere: false, isTaken: false, code: null };
const rounds = 10;
const whereItIs = (link: CalendarLink, appointment: Appointment): Pick<Learnt, 'ours' | 'isElsewhere'> => ({
  ours: oursOf(link, appointment),
  isElsewhere: !appointment.resourceIds.includes(link.resourceId),
});

/** More than clocks of two processes differ. */
const clockSkewMs = 60_000;

/**
 * Brings what Google has of one event into Kalends and into the mapping. It never writes to Google: what is left to be
 * written there becomes outward work in the same transaction. It may die at every await and be called again with the same
 * event: its commands have ids made from the event's state, and the mapping says that a state has been dealt with only
 * after Kalends has answered.
 */
export class AbsorbEvent {
  constructor(
    private readonly unitOfWork: UnitOfWork<SyncTx>,
    private readonly access: GoogleAccess,
    private readonly scheduling: Scheduling,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly signals: Signals,
  ) {}

  /**
   * @param listed the event from a list, when it came by one; it is read anew if it may be older than what we know.
   *   `gone`: a list says that it is deleted, or a whole list lacks it
   * @throws DomainError as GoogleAccess.call does, and of kind `unavailable` when it has to be tried again
   */
  async run(link: CalendarLink, eventId: string, listed?: Listed | 'gone'): Promise<Outcome> {
    const isGone = listed === 'gone';
    let round: Round | null =
      listed && !isGone ? { ...listed, reading: readingOf(link, listed.found), revision: null, isGone } : null;
    let learnt = nothingYet;
    for (let count = 0; count < rounds; count += 1) {
      const current: Round = (round ??= await this.read(link, eventId, isGone));
      const step = await this.unitOfWork.run(link.tenantId, (tx) => this.step(tx, link, eventId, current, learnt));
      switch (step.is) {
        case 'overtaken':
          break;
        case 'outdated':
          round = null;
          learnt = nothingYet;
          break;
        case 'ask': {
          const appointment = await this.scheduling.appointment(link.tenantId, step.appointmentId);
          // Another installation's mark, or an appointment that was erased: not ours to touch (S7).
          if (appointment === null && step.isMade) return 'ignored';
          learnt =
            appointment === null ? { ...nothingYet, isNone: true } : { ...nothingYet, ...whereItIs(link, appointment) };
          break;
        }
        case 'vanished':
          // One 404 deletes nothing (I7): should the whole list lack the event, too, then it is gone.
          return this.askForAll(link);
        case 'tell':
          learnt = await this.tell(step.incoming, step.decision);
          round = { ...current, revision: step.incoming.mapping.revision };
          break;
        default:
          return step.is;
      }
    }
    throw new DomainError('unavailable', 'sync/contention', 'Both sides change faster than they can be compared.');
  }

  /** The mapping's revision first: should another worker come in between, it shows. */
  private async read(link: CalendarLink, eventId: string, isGone: boolean): Promise<Round> {
    const [mapping] = await this.unitOfWork.run(link.tenantId, (tx) => tx.mappings.ofEvents(link.id, [eventId]));
    const askedAt = this.clock.now();
    const found = await readEvent(this.access, link, eventId);
    return { found, reading: readingOf(link, found), revision: mapping?.revision ?? 0, askedAt, isGone };
  }

  /** All of one round that is kept, in one transaction. */
  private async step(tx: SyncTx, link: CalendarLink, eventId: string, round: Round, learnt: Learnt): Promise<Step> {
    const { found, reading } = round;
    // Whoever ends a link may have its events deleted: that is no news to be brought into Kalends.
    const current = await tx.links.get(link.id);
    if (current === null || !isKept(current)) return { is: 'ignored' };
    const [mapping] = await tx.mappings.ofEvents(link.id, [eventId]);
    const isTraceless = reading.is === 'deleted' && !reading.isTombstone;
    if (isTraceless && !round.isGone && mapping?.google.is !== 'absent' && mapping?.google.is !== 'deleted')
      return { is: 'vanished' };
    if (mapping === undefined) {
      const admission = await admit(tx, link, found, reading, learnt.isNone ? 'none' : learnt.ours, this.clock.now());
      if (admission.is === 'again') return { is: 'overtaken' };
      if (admission.is !== 'admitted') return admission;
      return this.decide(tx, link, admission.mapping, reading, learnt);
    }
    const heard = await this.hear(tx, mapping, learnt.ours);
    const step = await this.takeUp(tx, link, heard ?? mapping, round, learnt);
    // Kafka will bring nothing new of what was heard here: unless it is settled at once, it has to be seen to.
    if (heard !== null && step.is !== 'absorbed')
      await tx.work.bump(ownChange(link, heard.appointmentId, this.clock.now()));
    return step;
  }

  /** @returns the mapping with it, when it is news */
  private async hear(tx: SyncTx, mapping: Mapping, ours: OurSide | null): Promise<Mapping | null> {
    if (ours === null) return null;
    const isNews = await tx.mappings.hear(mapping.linkId, mapping.appointmentId, mapping, ours);
    return isNews ? tx.mappings.ofAppointment(mapping.linkId, mapping.appointmentId) : null;
  }

  private async takeUp(tx: SyncTx, link: CalendarLink, mapping: Mapping, round: Round, learnt: Learnt): Promise<Step> {
    if (isDealtWith(mapping, round.reading)) return { is: 'known' };
    if (isOutdated(mapping, round)) return { is: 'outdated' };
    return this.decide(tx, link, mapping, round.reading, learnt);
  }

  private async decide(
    tx: SyncTx,
    link: CalendarLink,
    mapping: Mapping,
    reading: Reading,
    learnt: Learnt,
  ): Promise<Step> {
    if (reading.is === 'unreadable') return this.park(tx, mapping, reading.etags, reading.code);
    if (reading.is === 'present' && learnt.code !== null) return this.park(tx, mapping, reading.etags, learnt.code);
    const { ours, isTaken } = learnt;
    // A command that is repeated is answered with what came of it then; by now it may be here.
    const isElsewhere = learnt.isElsewhere && ours?.version === mapping.ours?.version;
    const theirs = reading.is === 'present' ? inOurWords(mapping.google, reading.content) : null;
    const agreed = reading.is === 'present' ? agreedOn(mapping, reading) : agreedBefore(mapping, reading.lastWords);
    // What Kalends has not heard of was never agreed on, though its mapping came first.
    const base = isTaken ? theirs : mapping.ours === null ? null : agreed;
    const decision = reconcile({
      base,
      ours: isElsewhere ? { is: 'elsewhere' } : ourSide(mapping),
      theirs: theirs === null ? { is: 'deleted' } : { is: 'present', content: theirs },
      mode: link.mode,
    });
    // It may have been cancelled here, or have gone to another resource: what an event's return means depends on that.
    if (decision.kalends.do === 'restore' && ours === null)
      return { is: 'ask', appointmentId: mapping.appointmentId, isMade: true };
    const isDeleted = reading.is === 'deleted';
    const etags = Object.values(isDeleted ? etagsOf(mapping.google) : reading.etags);
    const incoming = { link, mapping, etags, isDeleted };
    if (!isTaken && firstCommand(incoming, decision) !== null) return { is: 'tell', incoming, decision };

    const now = this.clock.now();
    const google = reading.is === 'present' ? presentAs(reading, theirs!) : withoutEvent(mapping, reading.isTombstone);
    if (!(await tx.mappings.save({ ...mapping, google, sent: null, touchedAt: now }))) return { is: 'overtaken' };
    const hasOrphans = google.is === 'present' && google.orphans !== undefined;
    if (decision.google.do !== 'nothing' || hasOrphans)
      await tx.work.bump(interactive(link, mapping.appointmentId, now));
    return { is: 'absorbed' };
  }

  private async park(tx: SyncTx, mapping: Mapping, etags: ETags, code: string): Promise<Step> {
    const base = mapping.ours === null ? null : baseOf(mapping.google);
    const parked = {
      ...mapping,
      google: { is: 'parked', etags, base, code },
      sent: null,
      touchedAt: this.clock.now(),
    } as const;
    if (!(await tx.mappings.save(parked))) return { is: 'overtaken' };
    this.log.warn('absorb.parked', { linkId: mapping.linkId, eventId: mapping.eventId, code });
    this.signals.parked();
    return { is: 'parked' };
  }

  /** Has the whole calendar read. @throws DomainError `google/unavailable`: till then nothing is known */
  private async askForAll(link: CalendarLink): Promise<never> {
    const { tenantId, id: linkId, grantId } = link;
    await this.unitOfWork.run(tenantId, async (tx) => {
      await tx.links.remember(linkId, { syncToken: null });
      await tx.jobs.request({ tenantId, linkId, grantId, job: 'pull', dueAt: this.clock.now() });
    });
    throw new DomainError('unavailable', 'google/unavailable', 'Google does not find an event that was there.');
  }

  /** Applies the decision's commands. Dying in between is harmless: the same event makes the same commands again. */
  private async tell(incoming: Incoming, decision: Decision): Promise<Learnt> {
    const answer = await this.scheduling.apply(firstCommand(incoming, decision)!);
    if (answer.is !== 'applied') return this.notApplied(incoming, decision, answer);
    this.signals.absorbed(decision.kalends.do, decision.conflicts.length);
    const second = secondCommand(incoming, decision.kalends, answer.appointment);
    const last = second === null ? answer : await this.scheduling.apply(second);
    if (last.is !== 'applied') return this.notApplied(incoming, decision, last);
    // An appointment may have been made of an earlier state of the event than this one: compare again.
    const isTaken = decision.kalends.do !== 'create';
    return { ...nothingYet, ...whereItIs(incoming.link, last.appointment), isTaken };
  }

  private async notApplied(
    incoming: Incoming,
    { kalends }: Decision,
    answer: Exclude<CommandAnswer, { is: 'applied' }>,
  ): Promise<Learnt> {
    if (answer.is === 'stale') return { ...nothingYet, ...whereItIs(incoming.link, answer.appointment) };
    this.log.warn('absorb.refused', { linkId: incoming.link.id, kind: kalends.do, code: answer.code });
    this.signals.refused(kalends.do);
    if (kalends.do === 'create') return { ...nothingYet, code: answer.code };
    // What Kalends refuses is told in its timeline and undone in Google.
    await this.scheduling.apply(refusal(incoming, answer.code));
    return { ...nothingYet, isTaken: true };
  }
}

const isDealtWith = (mapping: Mapping, reading: Reading): boolean =>
  reading.is === 'deleted' ? mapping.google.is === 'deleted' : isKnown(mapping, reading.etags);

/** Only what is at least as new as the mapping may change it: else an old list would undo a later write. */
const isOutdated = (mapping: Mapping, { revision, askedAt }: Round): boolean =>
  revision === null ? mapping.touchedAt.getTime() > askedAt.getTime() - clockSkewMs : mapping.revision !== revision;

/** An event that never was is not one that was deleted: its id is free. */
const withoutEvent = ({ google }: Mapping, isTombstone: boolean): GoogleSide =>
  google.is === 'absent' && !isTombstone ? google : { is: 'deleted', etags: etagsOf(google) };
