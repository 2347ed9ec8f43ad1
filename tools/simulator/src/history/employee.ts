import type { EventRecord } from '@kalends/google-emulator';
import { accounts, type Account } from '../world/google';
import type { World } from '../world/world';
import { googleTime, recurrenceOf, type Facts } from './facts';
import type { Act } from './step';

const halfAnHour = 30 * 60 * 1000;

/** What people do on Google's own pages. */
export class Employee {
  constructor(
    private readonly world: World,
    private readonly facts: Facts,
  ) {}

  inGoogle(act: Extract<Act, { calendar: number }>): void {
    const { world, facts } = this;
    const { google } = world;
    const index = act.calendar % accounts.length;
    const [account, company] = [accounts[index]!, world.resources[index]!.company];
    if (act.do === 'sync-tokens-expire') return google.expireSyncTokens(account, act.forgetsDeleted);
    if (act.do === 'calendar-deleted')
      return google.person(account, 'calendar.calendars.delete', { params: { calendarId: account.calendarId } });
    if (act.do === 'google-create') {
      const recurrence = recurrenceOf(act.repeats);
      const body = {
        summary: facts.word(company),
        ...facts.googleTimes(act.slot),
        ...(recurrence && { recurrence: [recurrence] }),
      };
      return google.person(account, 'calendar.events.insert', { params: { calendarId: account.calendarId }, body });
    }
    const events = google.events(account.calendarId);
    const event = events[act.event % events.length];
    if (event) this.changeEvent(account, event, act, () => facts.word(company));
  }

  private changeEvent(
    account: Account,
    event: EventRecord,
    act: Extract<Act, { calendar: number; event: number }>,
    word: () => string,
  ): void {
    const { facts } = this;
    const { google } = this.world;
    const isThere = event.content.status !== 'cancelled';
    const target = (id = event.id) => ({ params: { calendarId: account.calendarId, eventId: id } });
    const patch = (body: object, id = event.id): void =>
      google.person(account, 'calendar.events.patch', { ...target(id), body });
    if (act.do === 'google-restore') {
      if (!isThere) google.restore(account, event.id);
      return;
    }
    if (!isThere) return;
    switch (act.do) {
      case 'google-drag':
        return patch(facts.googleTimes(act.slot));
      case 'google-resize':
        return patch({ end: googleTime(endOf(event) + halfAnHour) });
      case 'google-retitle':
        return patch({ summary: word() });
      case 'google-delete':
        return google.person(account, 'calendar.events.delete', target());
      case 'google-duplicate':
        return google.duplicate(account, event.id);
      case 'google-drag-date':
      case 'google-delete-date': {
        const date = google.dateOf(account, event, act.event);
        if (date === null) return;
        if (act.do === 'google-drag-date') return patch(facts.googleTimes(act.slot), date);
        return google.person(account, 'calendar.events.delete', target(date));
      }
    }
  }
}

const endOf = ({ content: { end } }: EventRecord): number => Date.parse('instant' in end ? end.instant : end.date);
