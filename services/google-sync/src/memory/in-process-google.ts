import type {
  Answer,
  CalendarPlace,
  EventPage,
  EventPlace,
  GoogleCalendar,
  OpenedChannel,
  WatchRequest,
} from '../google/app/google-calendar';
import type { FoundEvent } from '../google/domain/found-event';
import { asChannel, asEvent, asNothing, asPage } from '../google/infra/answers';
import type { CalendarRemover } from '../link/app/account-calendars';
import type { GoogleEvent } from '../reconcile/domain/google-event';
import { request, type GoogleApi, type GoogleCall, type GoogleCaller } from './google-api';

const pageSize = 250;

/** GoogleCalendar on an API in the same process. */
export class InProcessGoogleCalendar implements GoogleCalendar {
  constructor(
    private readonly api: GoogleApi,
    private readonly caller: GoogleCaller,
  ) {}

  get({ token, ...params }: EventPlace): Promise<Answer<FoundEvent>> {
    return this.call({ operation: 'events.get', method: 'GET', token, params }, asEvent);
  }

  insert({ token, ...params }: CalendarPlace, body: GoogleEvent): Promise<Answer<FoundEvent>> {
    return this.call({ operation: 'events.insert', method: 'POST', token, params, body }, asEvent);
  }

  patch({ token, ...params }: EventPlace, body: GoogleEvent, ifMatch: string): Promise<Answer<FoundEvent>> {
    const headers = { 'if-match': ifMatch };
    return this.call({ operation: 'events.patch', method: 'PATCH', token, params, body, headers }, asEvent);
  }

  remove({ token, ...params }: EventPlace, ifMatch: string): Promise<Answer<void>> {
    const headers = { 'if-match': ifMatch };
    return this.call({ operation: 'events.delete', method: 'DELETE', token, params, headers }, asNothing);
  }

  list(
    { token, ...params }: CalendarPlace,
    { syncToken, pageToken, iCalUid }: Parameters<GoogleCalendar['list']>[1],
  ): Promise<Answer<EventPage>> {
    const form = { showDeleted: 'true', singleEvents: 'false', maxResults: String(pageSize) };
    const query = { ...form, syncToken, pageToken, iCalUID: iCalUid };
    return this.call({ operation: 'events.list', method: 'GET', token, params, query }, asPage);
  }

  watch({ token, ...params }: CalendarPlace, channel: WatchRequest): Promise<Answer<OpenedChannel>> {
    const { id, address, secret, expiresAt } = channel;
    const body = { id, type: 'web_hook', address, token: secret, expiration: String(expiresAt.getTime()) };
    return this.call({ operation: 'events.watch', method: 'POST', token, params, body }, asChannel);
  }

  stop(token: string, id: string, resourceId: string): Promise<Answer<void>> {
    return this.call({ operation: 'channels.stop', method: 'POST', token, body: { id, resourceId } }, asNothing);
  }

  private call<T>(call: GoogleCall, read: (body: Record<string, unknown>) => T | null): Promise<Answer<T>> {
    return request(this.api, this.caller, call, read);
  }
}

/** CalendarRemover on an API in the same process. */
export class InProcessCalendarRemover implements CalendarRemover {
  constructor(
    private readonly api: GoogleApi,
    private readonly caller: GoogleCaller,
  ) {}

  remove({ token, ...params }: CalendarPlace): Promise<Answer<void>> {
    const call = { operation: 'calendars.delete', method: 'DELETE', token, params } as const;
    return request(this.api, this.caller, call, asNothing);
  }
}
