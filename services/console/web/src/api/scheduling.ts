import { queryOptions } from '@tanstack/react-query';
import { bodyOf, ifMatch } from './client';
import * as sdk from './gen/sdk.gen';
import type * as gen from './gen/types.gen';
import { dateOfWall, wallOf } from '../time/wall-time';

export type { Appointment, Branch, CalendarTime, Resource, TimelineEntry } from './gen/types.gen';
export type Origin = gen.Appointment['origin'];
type CalendarTime = gen.CalendarTime;

/** One occurrence on the branch's day, as it really is (the day may show a part of it). */
export interface DayItem {
  readonly appointmentId: string;
  readonly recurrenceId: CalendarTime | null;
  readonly resourceIds: readonly string[];
  readonly start: CalendarTime;
  readonly end: CalendarTime;
  readonly title: string;
  readonly status: gen.Appointment['status'];
  readonly overbooked: boolean;
  readonly origin: Origin;
  readonly version: number;
}

export interface Day {
  readonly branch: gen.Branch;
  readonly resources: readonly gen.Resource[];
  readonly items: readonly DayItem[];
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

function itemFrom(item: gen.DayItem, branch: gen.Branch): DayItem {
  const zone = item.zone ?? branch.timeZone;
  const time = (at: string): CalendarTime =>
    item.wholeDay ? { date: dateOfWall(wallOf(at, branch.timeZone)) } : { at: wholeSeconds(at), zone };
  return {
    ...item,
    recurrenceId: item.recurrenceId ?? null,
    start: time(item.startsAt),
    end: time(item.endsAt),
  };
}

const wholeSeconds = (at: string): string => at.replace(/\.\d+Z$/, 'Z');

export const branchesQuery = () =>
  queryOptions({ queryKey: ['branches'], queryFn: () => bodyOf(sdk.listBranches({ throwOnError: true })) });

export const dayQuery = (branchId: string, date: string) =>
  queryOptions({
    queryKey: ['day', branchId, date],
    queryFn: async (): Promise<Day> => {
      const day = await bodyOf(sdk.getDay({ path: { id: branchId }, query: { date }, throwOnError: true }));
      return { ...day, items: day.items.map((item) => itemFrom(item, day.branch)) };
    },
  });

export const appointmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['appointment', id],
    queryFn: () => bodyOf(sdk.getAppointment({ path: { id }, throwOnError: true })),
  });

/** The latest change first. */
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['appointment', id, 'timeline'],
    queryFn: async () => (await bodyOf(sdk.getTimeline({ path: { id }, throwOnError: true }))).entries,
  });

export const customersQuery = () =>
  queryOptions({ queryKey: ['customers'], queryFn: () => bodyOf(sdk.listCustomers({ throwOnError: true })) });

export const templatesQuery = () =>
  queryOptions({ queryKey: ['templates'], queryFn: () => bodyOf(sdk.listTemplates({ throwOnError: true })) });

/** The same `key` again answers with the first appointment again. */
export const createAppointment = (appointment: NewAppointment, key: string): Promise<gen.Appointment> => {
  const { title, description, start, end, resourceIds, customerIds, ...rest } = appointment;
  return bodyOf(
    sdk.createAppointment({
      headers: { 'Idempotency-Key': key },
      body: {
        ...rest,
        resourceIds: [...resourceIds],
        customerIds: [...customerIds],
        content: { title, description, start, end },
      },
      throwOnError: true,
    }),
  );
};

export const moveAppointment = (id: string, version: number, move: Move): Promise<gen.Appointment> => {
  const { start, end, resourceIds, recurrenceId } = move;
  // The resources belong to the whole series: a single date moves in time alone.
  const body = recurrenceId ? { start, end, recurrenceId } : { start, end, resourceIds: [...resourceIds] };
  return bodyOf(sdk.moveAppointment({ path: { id }, headers: ifMatch(version), body, throwOnError: true }));
};

export const cancelAppointment = (
  id: string,
  version: number,
  recurrenceId: CalendarTime | null,
): Promise<gen.Appointment> =>
  bodyOf(
    sdk.cancelAppointment({
      path: { id },
      headers: ifMatch(version),
      body: recurrenceId ? { recurrenceId } : {},
      throwOnError: true,
    }),
  );

export const completeAppointment = (id: string, version: number): Promise<gen.Appointment> =>
  bodyOf(sdk.completeAppointment({ path: { id }, headers: ifMatch(version), body: {}, throwOnError: true }));

/** Makes the state of `toVersion` the state again, as a new version; 0 undoes a cancellation. */
export const restoreAppointment = (id: string, version: number, toVersion: number): Promise<gen.Appointment> =>
  bodyOf(
    sdk.restoreAppointment({
      path: { id },
      headers: ifMatch(version),
      body: { version: toVersion },
      throwOnError: true,
    }),
  );
