import type { AppointmentContent } from '@kalends/calendar';

/** An appointment as far as calendars care. */
export interface Appointment {
  readonly id: string;
  readonly version: number;
  readonly resourceIds: readonly string[];
  readonly cancelled: boolean;
  readonly content: AppointmentContent;
}
