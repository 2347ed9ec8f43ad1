import { calendar, type calendar_v3 } from '@googleapis/calendar';
import type { DomainError } from '@kalends/kernel';
import { OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import { patience } from '../../patience/patience';
import type { GoogleCalendars } from '../app/google-calendars';
import type { ListedCalendar } from '../domain/calendar';
import { meaningOf, toListed } from './google-answers';

const PAGE_SIZE = 250; // calendarList.list: the largest page
const MOST_PAGES = 40;

const failure = z.object({
  response: z.object({
    status: z.number(),
    data: z
      .object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).optional() }).optional() })
      .optional()
      .catch(undefined),
  }),
});

/** Google's own client, which repeats nothing here: its default of four tries would use up the quota (google.md section 5). */
export class HttpGoogleCalendars implements GoogleCalendars {
  constructor(private readonly rootUrl: string) {}

  async list(accessToken: string): Promise<ListedCalendar[]> {
    const found: ListedCalendar[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = { maxResults: PAGE_SIZE, showHidden: true, pageToken };
      const { data } = await ask(() => this.api(accessToken).calendarList.list(query, options));
      found.push(...(data.items ?? []).map(toListed));
      pageToken = data.nextPageToken ?? undefined;
      if (!pageToken) break;
    }
    return found;
  }

  async get(accessToken: string, calendarId: string): Promise<ListedCalendar> {
    return toListed((await ask(() => this.api(accessToken).calendarList.get({ calendarId }, options))).data);
  }

  async create(accessToken: string, wanted: { summary: string; timeZone: string }): Promise<ListedCalendar> {
    const { summary, timeZone } = wanted;
    const insert = () => this.api(accessToken).calendars.insert({ requestBody: { summary, timeZone } }, options);
    const { data } = await translated(insert);
    return {
      id: data.id ?? '',
      summary: data.summary ?? summary,
      timeZone: data.timeZone ?? timeZone,
      primary: false,
      accessRole: 'owner',
    };
  }

  private api(accessToken: string): calendar_v3.Calendar {
    const auth = new OAuth2Client();
    auth.setCredentials({ access_token: accessToken });
    return calendar({ version: 'v3', auth, rootUrl: new URL('/', this.rootUrl).href });
  }
}

const options = { retry: false, retryConfig: { retry: 0 }, timeout: patience.callMs } as const;

const ask = <T>(call: () => Promise<T>): Promise<T> => patience.repeated(() => translated(call));

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw judged(error);
  }
}

/** Google's error object holds the request with its token: it goes no further than here. */
function judged(error: unknown): DomainError {
  const { response } = failure.safeParse(error).data ?? {};
  return meaningOf(response?.status, response?.data?.error?.errors?.map(({ reason }) => reason) ?? []);
}
