import { DomainError, type Clock, type Randomness, type UnitOfWork } from '@kalends/kernel';
import type { Access, TokenBroker } from '../../broker/app/token-broker';
import type { LinkChanges } from '../../link/app/link-changes';
import { broken, type BrokenReason, type CalendarLink } from '../../link/domain/calendar-link';
import type { SyncTx } from '../../sync-tx';
import type { Answer, CalendarPlace, GoogleCalendar } from './google-calendar';

/** An answer that concerns one event or one list; whatever concerns the account or the link has been dealt with. */
export type EventAnswer<T> = Exclude<Answer<T>, { is: 'unauthorized' | 'rate-limited' | 'forbidden' | 'unavailable' }>;

const second = 1000;
const longestWaitMs = 15 * 60 * second;

/** Calls Google on behalf of a link. */
export class GoogleAccess {
  constructor(
    private readonly google: GoogleCalendar,
    private readonly broker: TokenBroker,
    private readonly unitOfWork: UnitOfWork<SyncTx>,
    private readonly links: LinkChanges,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /**
   * One request to Google, and a second one with another token if the first token was refused.
   * @throws DomainError `google/rate-limited` (limited): the grant is left alone until the details' `retryAt`
   * @throws DomainError `google/unavailable` (unavailable): nothing is known, it may have been applied
   * @throws DomainError `link/broken` (conflict): the link has been marked so, once, and its queues stand still
   */
  async call<T>(
    link: CalendarLink,
    request: (google: GoogleCalendar, place: CalendarPlace) => Promise<Answer<T>>,
  ): Promise<EventAnswer<T>> {
    let answer = await this.once(link, request);
    // A token may have been revoked before its time: one more try with a fresh one, and no third (S39).
    if (answer.is === 'unauthorized') answer = await this.once(link, request);
    switch (answer.is) {
      case 'unauthorized':
        throw unavailable('unauthorized');
      case 'unavailable':
        throw unavailable(answer.reason);
      case 'rate-limited':
        return this.backOff(link, answer.retryAfterMs);
      case 'forbidden':
        // Another person's event: says nothing of the calendar.
        if (answer.reason === 'forbiddenForNonOrganizer') return { is: 'invalid', reason: answer.reason };
        return this.breakLink(link, 'permission-lost');
      default:
        return answer;
    }
  }

  /** Marks the link and stops the work under way. */
  async breakLink(link: CalendarLink, reason: BrokenReason): Promise<never> {
    await this.unitOfWork.run(link.tenantId, (tx) =>
      this.links.change(tx, link.id, (current) => broken(current, reason)),
    );
    throw new DomainError('conflict', 'link/broken', 'The link can not work until a person has mended it.', { reason });
  }

  private async once<T>(
    link: CalendarLink,
    request: (google: GoogleCalendar, place: CalendarPlace) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const access = await this.accessFor(link);
    const answer = await request(this.google, { token: access.token, calendarId: link.calendarId });
    if (answer.is === 'unauthorized') await this.broker.rejected(link.tenantId, link.resourceId, access);
    return answer;
  }

  private async accessFor(link: CalendarLink): Promise<Access> {
    const access = await this.broker.accessFor(link.tenantId, link.resourceId);
    return access.is === 'access' ? access : this.breakLink(link, 'needs-consent');
  }

  /** Only this grant waits, longer each time, and not all of its workers wake in the same instant (S46). */
  private async backOff(link: CalendarLink, retryAfterMs: number | null): Promise<never> {
    const now = this.clock.now().getTime();
    const jitter = 0.5 + this.randomness.fraction() / 2;
    const wait = (strikes: number): Date => {
      const ms = Math.min(second * 2 ** strikes, longestWaitMs) * jitter;
      return new Date(now + Math.max(ms, retryAfterMs ?? 0));
    };
    const retryAt = await this.unitOfWork.run(link.tenantId, (tx) =>
      tx.budgets.strike(link.tenantId, link.grantId, new Date(now), wait),
    );
    throw new DomainError('limited', 'google/rate-limited', 'Google wants fewer requests for this account.', {
      retryAt,
    });
  }
}

const unavailable = (reason: string): DomainError =>
  new DomainError('unavailable', 'google/unavailable', 'Google does not answer.', { reason });

/** The value of an answer that the caller can do nothing with unless it is a success. */
export function valueOf<T>(answer: EventAnswer<T>): T {
  if (answer.is === 'ok') return answer.value;
  throw new DomainError('internal', 'google/unexpected-answer', 'Google answered something unexpected.', {
    answer: answer.is,
  });
}
