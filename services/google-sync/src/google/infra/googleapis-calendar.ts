import { calendar, type calendar_v3 } from '@googleapis/calendar';
import type {
  Answer,
  CalendarPlace,
  EventPage,
  EventPlace,
  GoogleCalendar,
  OpenedChannel,
  WatchRequest,
} from '../app/google-calendar';
import type { FoundEvent } from '../domain/found-event';
import type { GoogleEvent } from '../../reconcile/domain/google-event';
import { asChannel, asEvent, asNothing, asPage } from './answers';
import { classify, type Reply } from './classify';

const timeoutMs = 10_000;
const pageSize = 250;

/** The port on Google's own client, whose repetitions are switched off: it would send a 503 four times in two seconds. */
export class GoogleapisCalendar implements GoogleCalendar {
  private readonly api: calendar_v3.Calendar;

  /** @param rootUrl Google's, or another server's that speaks the same API */
  constructor(rootUrl: string) {
    this.api = calendar({ version: 'v3', rootUrl });
  }

  get({ token, calendarId, eventId }: EventPlace): Promise<Answer<FoundEvent>> {
    return answer(asEvent, () => this.api.events.get({ calendarId, eventId }, options(token)));
  }

  insert({ token, calendarId }: CalendarPlace, event: GoogleEvent): Promise<Answer<FoundEvent>> {
    return answer(asEvent, () =>
      this.api.events.insert({ calendarId, sendUpdates: 'none', requestBody: toBody(event) }, options(token)),
    );
  }

  patch({ token, calendarId, eventId }: EventPlace, event: GoogleEvent, ifMatch: string): Promise<Answer<FoundEvent>> {
    return answer(asEvent, () =>
      this.api.events.patch(
        { calendarId, eventId, sendUpdates: 'none', requestBody: toBody(event) },
        options(token, ifMatch),
      ),
    );
  }

  remove({ token, calendarId, eventId }: EventPlace, ifMatch: string): Promise<Answer<void>> {
    return answer(asNothing, () =>
      this.api.events.delete({ calendarId, eventId, sendUpdates: 'none' }, options(token, ifMatch)),
    );
  }

  list(
    { token, calendarId }: CalendarPlace,
    query: { syncToken?: string; pageToken?: string; iCalUid?: string },
  ): Promise<Answer<EventPage>> {
    // The parameters of the first request and of those with its sync token must be the same, or the result is undefined.
    const { syncToken, pageToken, iCalUid } = query;
    return answer(asPage, () =>
      this.api.events.list(
        {
          calendarId,
          showDeleted: true,
          singleEvents: false,
          maxResults: pageSize,
          ...(syncToken !== undefined && { syncToken }),
          ...(pageToken !== undefined && { pageToken }),
          ...(iCalUid !== undefined && { iCalUID: iCalUid }),
        },
        options(token),
      ),
    );
  }

  watch({ token, calendarId }: CalendarPlace, channel: WatchRequest): Promise<Answer<OpenedChannel>> {
    const requestBody = {
      id: channel.id,
      type: 'web_hook',
      address: channel.address,
      token: channel.secret,
      expiration: String(channel.expiresAt.getTime()),
    };
    return answer(asChannel, () => this.api.events.watch({ calendarId, requestBody }, options(token)));
  }

  stop(token: string, channelId: string, googleResourceId: string): Promise<Answer<void>> {
    return answer(asNothing, () =>
      this.api.channels.stop({ requestBody: { id: channelId, resourceId: googleResourceId } }, options(token)),
    );
  }
}

const toBody = (event: GoogleEvent): calendar_v3.Schema$Event => event as calendar_v3.Schema$Event;

/** The body comes as text, so that we and not the client judge whether it is whole. */
const options = (token: string, ifMatch?: string) => ({
  headers: { Authorization: `Bearer ${token}`, ...(ifMatch !== undefined && { 'If-Match': ifMatch }) },
  responseType: 'text' as const,
  retry: false,
  timeout: timeoutMs,
  validateStatus: () => true,
});

async function answer<T>(
  read: (body: Record<string, unknown>) => T | null,
  call: () => Promise<unknown>,
): Promise<Answer<T>> {
  let reply: Reply;
  try {
    const { status, headers, data } = (await call()) as {
      status: number;
      headers: Record<string, string>;
      data: unknown;
    };
    reply = { status, retryAfter: headers['retry-after'] ?? null, body: typeof data === 'string' ? data : '' };
  } catch (error) {
    return { is: 'unavailable', reason: error instanceof Error ? error.name : 'unknown' };
  }
  return classify(reply, read);
}
