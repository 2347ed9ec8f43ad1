import { DomainError } from '@kalends/kernel';
import type { TokenBroker } from '../../broker/app/token-broker';
import type { Answer, EventPage, GoogleCalendar } from '../../google/app/google-calendar';
import type { FoundEvent } from '../../google/domain/found-event';

const mostPages = 200;

/** What can be deleted by itself: instances go with their series. */
export const isDeletable = (event: FoundEvent): boolean =>
  event.status !== 'cancelled' && (event.recurringEventId ?? null) === null;

/** Looks into a calendar that is not linked yet. */
export class CalendarContents {
  constructor(
    private readonly google: GoogleCalendar,
    private readonly broker: TokenBroker,
  ) {}

  /** Kalends' id of the account's grant. @throws DomainError `consent/needed` */
  async grantOf(tenantId: string, resourceId: string): Promise<string> {
    return (await this.access(tenantId, resourceId)).grantId;
  }

  /** Events and series in the calendar. @throws DomainError of kind `unavailable`, `limited`, `forbidden` or `not-found` */
  async count(tenantId: string, resourceId: string, calendarId: string): Promise<number> {
    let count = 0;
    let pageToken: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const { events, nextPageToken } = await this.page(tenantId, resourceId, calendarId, pageToken);
      count += events.filter(isDeletable).length;
      if (nextPageToken === null) return count;
      pageToken = nextPageToken;
    }
    throw new DomainError(
      'invalid',
      'calendar/too-large',
      'This calendar holds too many events to be linked; choose another.',
    );
  }

  private async page(tenantId: string, resourceId: string, calendarId: string, pageToken?: string): Promise<EventPage> {
    const ask = async (): Promise<Answer<EventPage>> => {
      const access = await this.access(tenantId, resourceId);
      const answer = await this.google.list({ token: access.token, calendarId }, { pageToken });
      if (answer.is === 'unauthorized') await this.broker.rejected(tenantId, resourceId, access);
      return answer;
    };
    const first = await ask();
    // A token may have been revoked before its time.
    const answer = first.is === 'unauthorized' ? await ask() : first;
    if (answer.is === 'ok') return answer.value;
    throw meaningOf(answer);
  }

  private async access(tenantId: string, resourceId: string) {
    const access = await this.broker.accessFor(tenantId, resourceId);
    if (access.is === 'access') return access;
    throw new DomainError(
      'conflict',
      'consent/needed',
      'This resource is not connected with Google; connect it first.',
      {
        reason: access.reason,
      },
    );
  }
}

function meaningOf(answer: Exclude<Answer<EventPage>, { is: 'ok' }>): DomainError {
  switch (answer.is) {
    case 'not-found':
    case 'gone':
      return new DomainError(
        'not-found',
        'calendar/not-found',
        'Google has no such calendar in this account; choose another.',
      );
    case 'forbidden':
      return new DomainError(
        'forbidden',
        'calendar/not-readable',
        'Google does not let Kalends read this calendar; choose another.',
      );
    case 'rate-limited':
      return new DomainError('limited', 'google/rate-limited', 'Google asks to slow down; try again in a minute.');
    default:
      return new DomainError('unavailable', 'google/unavailable', 'Google does not answer; try again shortly.');
  }
}
