import type { AppointmentContent, ZonedInstant } from '@kalends/calendar';

export const at = (instant: string, zone = 'Europe/Berlin'): ZonedInstant => ({ at: instant, zone });

export const appointment = (change: Partial<AppointmentContent> = {}): AppointmentContent => ({
  title: 'Hearing test',
  description: '',
  location: '',
  start: at('2026-11-23T09:00:00Z'),
  end: at('2026-11-23T10:00:00Z'),
  transparency: 'opaque',
  visibility: 'default',
  recurrence: null,
  overrides: [],
  ...change,
});
