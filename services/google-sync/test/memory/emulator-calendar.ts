import type { Emulator } from '@kalends/google-emulator';
import type {
  Answer,
  CalendarPlace,
  EventPage,
  EventPlace,
  GoogleCalendar,
  OpenedChannel,
  WatchRequest,
} from '../../src/google/app/google-calendar';
import type { FoundEvent } from '../../src/google/domain/found-event';
import { asChannel, asEvent, asNothing, asPage } from '../../src/google/infra/answers';
import { classify } from '../../src/google/infra/classify';
import type { GoogleEvent } from '../../src/reconcile/domain/google-event';

/** The port on the emulator's core, in process and without HTTP: its faults hit these calls as they hit the network's. */
export class EmulatorCalendar implements GoogleCalendar {
  /** Called before and after each request: a place to die at, or to do something in between. */
  onCall: (call: string, when: 'before' | 'after') => void | Promise<void> = () => {};

  constructor(private readonly emulator: Emulator) {}

  get = ({ token, calendarId, eventId }: EventPlace): Promise<Answer<FoundEvent>> =>
    this.call('events.get', 'GET', token, { calendarId, eventId }, {}, asEvent);

  insert = ({ token, calendarId }: CalendarPlace, event: GoogleEvent): Promise<Answer<FoundEvent>> =>
    this.call('events.insert', 'POST', token, { calendarId }, {}, asEvent, event);

  patch = ({ token, ...place }: EventPlace, event: GoogleEvent, ifMatch: string): Promise<Answer<FoundEvent>> =>
    this.call('events.patch', 'PATCH', token, { ...place }, {}, asEvent, event, { 'if-match': ifMatch });

  remove = ({ token, ...place }: EventPlace, ifMatch: string): Promise<Answer<void>> =>
    this.call('events.delete', 'DELETE', token, { ...place }, {}, asNothing, undefined, { 'if-match': ifMatch });

  list = (
    { token, calendarId }: CalendarPlace,
    { syncToken, pageToken, iCalUid, limit }: Parameters<GoogleCalendar['list']>[1],
  ): Promise<Answer<EventPage>> => {
    const query = { showDeleted: 'true', singleEvents: 'false', maxResults: String(limit ?? 250) };
    const optional = { syncToken, pageToken, iCalUID: iCalUid };
    return this.call('events.list', 'GET', token, { calendarId }, { ...query, ...optional }, asPage);
  };

  watch = ({ token, calendarId }: CalendarPlace, channel: WatchRequest): Promise<Answer<OpenedChannel>> => {
    const body = {
      id: channel.id,
      type: 'web_hook',
      address: channel.address,
      token: channel.secret,
      expiration: String(channel.expiresAt.getTime()),
    };
    return this.call('events.watch', 'POST', token, { calendarId }, {}, asChannel, body);
  };

  stop = (token: string, id: string, resourceId: string): Promise<Answer<void>> =>
    this.call('channels.stop', 'POST', token, {}, {}, asNothing, { id, resourceId });

  private async call<T>(
    name: string,
    method: string,
    token: string,
    params: Record<string, string>,
    query: Record<string, string | undefined>,
    read: (body: Record<string, unknown>) => T | null,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    await this.onCall(name, 'before');
    const request = { params, query, headers, body: body === undefined ? undefined : JSON.parse(JSON.stringify(body)) };
    const path = `/calendars/${params['calendarId'] ?? ''}/events/${params['eventId'] ?? ''}`;
    const outcome = this.emulator.call(`calendar.${name}`, token, request, { method, path });
    await this.onCall(name, 'after');
    if (outcome.connection === 'reset') return { is: 'unavailable', reason: 'reset' };
    const whole = outcome.body === undefined ? '' : JSON.stringify(outcome.body);
    const text = outcome.connection === 'cut' ? whole.slice(0, whole.length / 2) : whole;
    return classify({ status: outcome.status, retryAfter: null, body: text }, read);
  }
}
