import type { Answer, CalendarPlace } from '../../google/app/google-calendar';
import { asNothing } from '../../google/infra/answers';
import { classify } from '../../google/infra/classify';
import type { CalendarRemover } from '../app/account-calendars';

const timeoutMs = 10_000;

/** calendars.delete by HTTP. */
export class HttpCalendarRemover implements CalendarRemover {
  constructor(private readonly rootUrl: string) {}

  async remove({ token, calendarId }: CalendarPlace): Promise<Answer<void>> {
    const url = new URL(`/calendar/v3/calendars/${encodeURIComponent(calendarId)}`, this.rootUrl);
    try {
      const response = await fetch(url, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const retryAfter = response.headers.get('retry-after');
      return classify({ status: response.status, retryAfter, body: await response.text() }, asNothing);
    } catch (error) {
      return { is: 'unavailable', reason: error instanceof Error ? error.name : 'unknown' };
    }
  }
}
