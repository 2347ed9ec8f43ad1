import { sameValue } from '@kalends/calendar';
import { isDomainError, type Clock, type Ids, type Log, type Randomness, type UnitOfWork } from '@kalends/kernel';
import { inSpan } from '@kalends/telemetry';
import type { AbsorbEvent } from '../../absorb/app/absorb-event';
import { backOff } from '../../back-off';
import type { GoogleAccess } from '../../google/app/google-access';
import type { FoundEvent } from '../../google/domain/found-event';
import { leaseMs, type LeaseKeeper } from '../../lease-keeper';
import type { LinkChanges } from '../../link/app/link-changes';
import { exported, isWorking, type CalendarLink } from '../../link/domain/calendar-link';
import { nextEventId } from '../../mapping/domain/event-id';
import { etagsOf, type GoogleSide, type Mapping, type Sent } from '../../mapping/domain/mapping';
import { readingOf } from '../../mapping/domain/reading';
import type { Signals } from '../../signals';
import type { SyncTx } from '../../sync-tx';
import { planFor, type Write } from '../domain/next-write';
import type { ClaimedWork } from './work-store';
import { writeEvent, type Written } from './write-event';

export interface OutwardParts {
  readonly unitOfWork: UnitOfWork<SyncTx>;
  readonly access: GoogleAccess;
  readonly absorb: AbsorbEvent;
  readonly links: LinkChanges;
  readonly leases: LeaseKeeper;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly signals: Signals;
}

/** At a time, of one Google account. */
export const perGrant = 3;
const alarmingAttempts = 6;

type Prepared =
  | { readonly is: 'look'; readonly link: CalendarLink; readonly mapping: Mapping }
  | { readonly is: 'write'; readonly link: CalendarLink; readonly mapping: Mapping; readonly write: Write };

/** Brings Google's side to what the appointments say, one request at a time, from the table of work. */
export class OutwardWorker {
  constructor(private readonly parts: OutwardParts) {}

  /** Takes the next due piece of work and does its next step. @returns how many it took: 0 or 1 */
  async step(): Promise<number> {
    const { unitOfWork, clock, ids, leases } = this.parts;
    const leaseEnd = (): Date => new Date(clock.now().getTime() + leaseMs);
    const work = await unitOfWork.runAcrossTenants((tx) =>
      tx.work.claim({ now: clock.now(), leaseUntil: leaseEnd(), token: ids.next(), perGrant }),
    );
    if (work === null) return 0;
    const extend = (): Promise<void> => this.run(work, (tx) => tx.work.extend(work, leaseEnd()));
    await leases.during(extend, async () => {
      try {
        await inSpan('write to Google', { parent: work.trace }, () => this.advance(work));
      } catch (error) {
        await this.giveBack(work, error);
      }
    });
    return 1;
  }

  private async advance(work: ClaimedWork): Promise<void> {
    // What is about to be written is kept before the request: should its answer never come, its fate can be told (S11, S56).
    const prepared = await this.run(work, (tx) => this.prepare(tx, work));
    if (prepared === null) return;
    const { link, mapping } = prepared;
    if (prepared.is === 'look') return this.look(work, link, mapping);
    const written = await writeEvent(this.parts.access, link, mapping, prepared.write);
    if (written.is === 'look') return this.look(work, link, mapping);
    if (written.is === 'written' && prepared.write.do !== 'delete' && prepared.write.sent.resetsInstances)
      return this.look(work, link, mapping);
    await this.run(work, (tx) => this.settle(tx, work, link, mapping, prepared.write, written));
  }

  /** @returns null when nothing is to be done now, which has been noted */
  private async prepare(tx: SyncTx, work: ClaimedWork): Promise<Prepared | null> {
    const now = this.parts.clock.now();
    const link = await tx.links.get(work.linkId);
    const mapping = await tx.mappings.ofAppointment(work.linkId, work.appointmentId);
    if (link?.state === 'broken') {
      await this.parts.links.standStill(tx, work.linkId, () => tx.work.postpone(work, now, 0));
      return null;
    }
    const plan = link !== null && isWorking(link) && mapping !== null ? planFor(mapping, link.id) : null;
    if (link === null || mapping === null || plan === null || plan.is === 'settled') {
      await this.complete(tx, work, link);
      return null;
    }
    if (plan.is === 'look') return { is: 'look', link, mapping };
    // Not touched by it: what is only begun keeps no event from being missed in a list.
    const begun = { ...mapping, sent: plan.write.sent };
    if (!(await tx.mappings.save(begun))) {
      await tx.work.postpone(work, now, work.attempts);
      return null;
    }
    return { is: 'write', link, mapping: { ...begun, revision: mapping.revision + 1 }, write: plan.write };
  }

  /** Google may have something that was not agreed: it comes into Kalends first, and leaves work here if there is any. */
  private async look(work: ClaimedWork, link: CalendarLink, mapping: Mapping): Promise<void> {
    const outcome = await this.parts.absorb.run(link, mapping.eventId);
    await this.run(work, async (tx) => {
      const current = await tx.mappings.ofAppointment(work.linkId, work.appointmentId);
      const isDone = outcome !== 'known' || current === null || planFor(current, link.id).is === 'settled';
      if (isDone) return this.complete(tx, work, link);
      // Google has what it had: a write that was begun never arrived, or another worker has dealt with an older state.
      if (current.sent !== null) await tx.mappings.save({ ...current, sent: null, touchedAt: this.parts.clock.now() });
      await tx.work.postpone(work, this.backOff(work.attempts), work.attempts + 1);
      // Once is nothing: another worker was quicker. Again: Google contradicts itself.
      if (work.attempts > 0) this.noteAttempt(work, {});
    });
  }

  private async settle(
    tx: SyncTx,
    work: ClaimedWork,
    link: CalendarLink,
    mapping: Mapping,
    write: Write,
    written: Exclude<Written, { is: 'look' }>,
  ): Promise<void> {
    const now = this.parts.clock.now();
    const after = { ...mapping, ...this.outcome(link, mapping, write, written), sent: null, touchedAt: now };
    const isKept = await tx.mappings.save(after);
    if (written.is === 'refused') {
      this.parts.log.error('outward.refused', {
        linkId: link.id,
        appointmentId: work.appointmentId,
        reason: written.reason,
      });
      return this.complete(tx, work, link);
    }
    this.parts.signals.written(write.do);
    await this.noteSuccess(tx, link, now);
    // Read by another worker meanwhile, or a series with more to write.
    if (!isKept || planFor(after, link.id).is !== 'settled') return tx.work.postpone(work, now, 0);
    return this.complete(tx, work, link);
  }

  private outcome(
    link: CalendarLink,
    { appointmentId, eventId, google }: Mapping,
    write: Write,
    written: Exclude<Written, { is: 'look' }>,
  ): Partial<Pick<Mapping, 'eventId' | 'google'>> {
    switch (written.is) {
      case 'written':
        return write.do === 'delete' ? {} : { google: presentAfter(link, google, write.sent, written.event) };
      case 'deleted':
        return { google: { is: 'deleted', etags: etagsOf(google) } };
      case 'id-spent':
        return { eventId: nextEventId({ appointmentId, eventId }), google: { is: 'absent' } };
      case 'refused':
        return {};
    }
  }

  /** Ends the piece; with the last one of the initial export the link is live. */
  private async complete(tx: SyncTx, work: ClaimedWork, link: CalendarLink | null): Promise<void> {
    const now = this.parts.clock.now();
    if (link === null || !work.initial) return tx.work.complete(work, now);
    // The link's lock makes the last two of several workers see each other.
    await tx.links.lock(link.id);
    await tx.work.complete(work, now);
    const { initial } = await tx.work.pending(link.id);
    await this.parts.links.change(tx, link.id, (current) => exported(current, initial));
  }

  private async giveBack(work: ClaimedWork, error: unknown): Promise<void> {
    const { clock } = this.parts;
    const retryAt = isDomainError(error) && error.kind === 'limited' ? error.details['retryAt'] : undefined;
    const isBroken = isDomainError(error) && error.code === 'link/broken';
    if (!isBroken && retryAt === undefined) this.noteAttempt(work, { error });
    await this.run(work, async (tx) => {
      if (isBroken) await this.parts.links.standStill(tx, work.linkId, () => tx.work.postpone(work, clock.now(), 0));
      else if (retryAt instanceof Date) await tx.work.postpone(work, retryAt, work.attempts);
      else await tx.work.postpone(work, this.backOff(work.attempts), work.attempts + 1);
    });
  }

  private noteAttempt({ linkId, appointmentId, attempts }: ClaimedWork, why: { readonly error?: unknown }): void {
    const fields = { linkId, appointmentId, attempt: attempts + 1, ...why };
    if (attempts + 1 === alarmingAttempts) this.parts.log.error('outward.stuck', fields);
    else this.parts.log.warn('outward.postponed', fields);
  }

  private async noteSuccess(tx: SyncTx, link: CalendarLink, now: Date): Promise<void> {
    const age = link.lastSuccessAt === null ? Infinity : now.getTime() - link.lastSuccessAt.getTime();
    // Seconds are enough for people, and the link's row is no counter.
    if (age > 5_000) await tx.links.remember(link.id, { lastSuccessAt: now });
  }

  private backOff(attempts: number): Date {
    return attempts === 0 ? this.parts.clock.now() : backOff(this.parts.clock, this.parts.randomness, attempts);
  }

  private run<T>(work: ClaimedWork, step: (tx: SyncTx) => Promise<T>): Promise<T> {
    return this.parts.unitOfWork.run(work.tenantId, step);
  }
}

/** Google's side after its answer to a write: our words, and its own where they came back different (S4). */
function presentAfter(link: CalendarLink, before: GoogleSide, sent: Sent, event: FoundEvent): GoogleSide {
  const etags = { ...etagsOf(before), [event.id]: event.etag };
  const base = sent.content;
  if (event.recurringEventId) {
    const echoed =
      before.is === 'present' && before.echoed !== null ? { ...before.echoed, overrides: base.overrides } : null;
    const orphans = before.is === 'present' ? before.orphans?.filter((id) => id !== event.id) : undefined;
    return { is: 'present', etags, base, echoed, ...(orphans?.length && { orphans }) };
  }
  const reading = readingOf(link, { is: 'present', master: event, instances: [] });
  const echo = reading.is === 'present' ? { ...reading.content, overrides: base.overrides } : null;
  return { is: 'present', etags, base, echoed: echo !== null && !sameValue(echo, base) ? echo : null };
}
