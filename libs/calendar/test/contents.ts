import { fromWallClock, type AppointmentContent, type CalendarTime, type Recurrence } from '../src';

/** A time on Berlin's clocks, such as `2026-03-02T09:00:00`. */
export const berlin = (local: string): CalendarTime => fromWallClock(local, 'Europe/Berlin');

export const appointment = (part: Partial<AppointmentContent> = {}): AppointmentContent => ({
  title: 'Fitting',
  description: '',
  location: '',
  start: berlin('2026-03-02T09:00:00'),
  end: berlin('2026-03-02T09:30:00'),
  transparency: 'opaque',
  visibility: 'default',
  recurrence: null,
  overrides: [],
  ...part,
});

export const series = (rule: string, part: Partial<Recurrence> = {}): Recurrence => ({
  rule,
  rdates: [],
  exdates: [],
  ...part,
});
