import { queryOptions } from '@tanstack/react-query';
import { request } from './http';

export type CalendarTime = { readonly at: string; readonly zone: string } | { readonly date: string };
export type Origin = 'planner' | 'booking' | 'google' | 'caldav' | 'api' | 'system';
export type AppointmentStatus = 'confirmed' | 'cancelled' | 'completed' | 'no-show';

export interface Branch {
  readonly id: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly googleSyncEnabled: boolean;
}

export interface Resource {
  readonly id: string;
  readonly designation: string;
  /** #rrggbb */
  readonly color: string;
  readonly description: string;
  readonly isLocation: boolean;
  readonly stepMinutes: number;
}

/** One occurrence of the branch's day. */
export interface DayItem {
  readonly appointmentId: string;
  readonly recurrenceId: CalendarTime | null;
  readonly resourceIds: readonly string[];
  readonly start: CalendarTime;
  readonly end: CalendarTime;
  readonly title: string;
  readonly status: AppointmentStatus;
  readonly overbooked: boolean;
  readonly origin: Origin;
  readonly version: number;
}

export interface Day {
  readonly branch: Branch;
  readonly resources: readonly Resource[];
  readonly items: readonly DayItem[];
}

export interface Appointment {
  readonly id: string;
  readonly branchId: string;
  readonly resourceIds: readonly string[];
  readonly customerIds: readonly string[];
  readonly templateId: string | null;
  readonly status: AppointmentStatus;
  readonly overbooked: boolean;
  readonly origin: Origin;
  readonly version: number;
  readonly content: {
    readonly title: string;
    readonly description: string;
    readonly location: string;
    readonly start: CalendarTime;
    readonly end: CalendarTime;
    readonly recurrence: { readonly rule: string } | null;
  };
}

export interface TimelineEntry {
  readonly version: number;
  readonly at: string;
  readonly kind: string;
  readonly origin: Origin;
  readonly actor: { readonly kind: string; readonly id: string; readonly name?: string };
  readonly cause: { readonly kind: string; readonly details: Readonly<Record<string, string>> };
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  readonly conflicts: readonly {
    readonly field: string;
    readonly kept: unknown;
    readonly lost: unknown;
    readonly lostFrom: Origin;
  }[];
}

export interface Customer {
  readonly id: string;
  readonly name: string;
}

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly durationMinutes: number;
  readonly color: string;
}

export interface NewAppointment {
  readonly branchId: string;
  readonly resourceIds: readonly string[];
  readonly customerIds: readonly string[];
  readonly templateId: string | null;
  readonly title: string;
  readonly description: string;
  readonly start: CalendarTime;
  readonly end: CalendarTime;
}

export interface Move {
  readonly start: CalendarTime;
  readonly end: CalendarTime;
  readonly resourceIds: readonly string[];
  readonly recurrenceId: CalendarTime | null;
}

const root = '/api/scheduling';
const appointmentPath = (id: string): string => `${root}/appointments/${id}`;

export const branchesQuery = () =>
  queryOptions({ queryKey: ['branches'], queryFn: () => request<Branch[]>('GET', `${root}/branches`) });

export const dayQuery = (branchId: string, date: string) =>
  queryOptions({
    queryKey: ['day', branchId, date],
    queryFn: () => request<Day>('GET', `${root}/branches/${branchId}/day?date=${date}`),
  });

export const appointmentQuery = (id: string) =>
  queryOptions({ queryKey: ['appointment', id], queryFn: () => request<Appointment>('GET', appointmentPath(id)) });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['appointment', id, 'timeline'],
    queryFn: () => request<TimelineEntry[]>('GET', `${appointmentPath(id)}/timeline`),
  });

export const customersQuery = () =>
  queryOptions({ queryKey: ['customers'], queryFn: () => request<Customer[]>('GET', `${root}/customers`) });

export const templatesQuery = () =>
  queryOptions({ queryKey: ['templates'], queryFn: () => request<Template[]>('GET', `${root}/templates`) });

export const createAppointment = (body: NewAppointment, idempotencyKey: string): Promise<Appointment> =>
  request('POST', `${root}/appointments`, { body, idempotencyKey });

export const moveAppointment = (id: string, version: number, body: Move): Promise<Appointment> =>
  request('POST', `${appointmentPath(id)}/move`, { body, version });

export const cancelAppointment = (
  id: string,
  version: number,
  recurrenceId: CalendarTime | null,
): Promise<Appointment> => request('POST', `${appointmentPath(id)}/cancel`, { body: { recurrenceId }, version });

export const completeAppointment = (id: string, version: number): Promise<Appointment> =>
  request('POST', `${appointmentPath(id)}/complete`, { body: {}, version });

/** Makes the state of `toVersion` the state again, as a new version. */
export const restoreAppointment = (id: string, version: number, toVersion: number): Promise<Appointment> =>
  request('POST', `${appointmentPath(id)}/restore`, { body: { version: toVersion }, version });
