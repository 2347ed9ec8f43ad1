import { isWholeDay, type AppointmentContent, type CalendarTime } from '@kalends/calendar';
import * as fc from 'fast-check';
import { diverged } from '../../../test/contents.arbitrary';
import { contentFromEvents } from './content-from-events';
import { eventFromContent, instanceIdOf, instancePatches } from './event-from-content';
import type { GoogleEvent } from './google-event';

const mark = { appointmentId: 'a', linkId: 'b', version: 1 };

/** A calendar with one event in it that keeps what it is told, as Google does. */
class Calendar {
  private master: GoogleEvent = {};
  private readonly instances = new Map<string, GoogleEvent>();

  writeMaster(content: AppointmentContent): void {
    this.master = eventFromContent(content, mark);
  }

  writeInstances(content: AppointmentContent, current: AppointmentContent | null): void {
    const isOwn = (date: CalendarTime): boolean => this.instances.has(instanceIdOf('a', date));
    for (const { id, recurrenceId, body } of instancePatches('a', content, current, isOwn)) {
      const originalStartTime = isWholeDay(recurrenceId) ? { date: recurrenceId.date } : { dateTime: recurrenceId.at };
      this.instances.set(id, { ...this.instances.get(id), originalStartTime, ...body });
    }
  }

  read(): AppointmentContent {
    return contentFromEvents(this.master, [...this.instances.values()], 'Europe/Berlin');
  }
}

describe('what is written to Google', () => {
  it('R40: reads back as the same content, when it is inserted and when it has changed since', () => {
    fc.assert(
      fc.property(diverged, ({ base, ours }) => {
        const calendar = new Calendar();
        calendar.writeMaster(base);
        calendar.writeInstances(base, null);
        expect(calendar.read()).toEqual(base);
        calendar.writeMaster(ours);
        calendar.writeInstances(ours, base);
        expect(calendar.read()).toEqual(ours);
      }),
      { numRuns: 500 },
    );
  });

  it('R40: reads back as the same content after any changes, the instances being read between', () => {
    fc.assert(
      fc.property(diverged, ({ base, ours, theirs }) => {
        const calendar = new Calendar();
        for (const content of [base, ours, theirs, base]) {
          calendar.writeMaster(content);
          calendar.writeInstances(content, calendar.read());
          expect(calendar.read()).toEqual(content);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('R27: is nothing for the dates of a series when they are as they should be', () => {
    fc.assert(fc.property(diverged, ({ base }) => expect(instancePatches('a', base, base, () => false)).toEqual([])));
  });
});
