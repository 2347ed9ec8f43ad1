import { z } from 'zod';
import { appointment, origin } from '../appointments/edge/http/appointment.schema';
import { calendarTime } from '../appointments/edge/http/content.schema';
import { branch } from '../branches/edge/branch.schema';
import { resource } from '../resources/edge/resource.schema';

const instant = z.iso.datetime();

const dayItem = z
  .object({
    appointmentId: z.uuid(),
    recurrenceId: calendarTime.optional().describe('Which occurrence of a series it is'),
    resourceIds: z.array(z.uuid()),
    start: instant.describe('Clipped to the day'),
    end: instant.describe('Clipped to the day'),
    startsAt: instant.describe('As it really is'),
    endsAt: instant.describe('As it really is'),
    wholeDay: z.boolean(),
    zone: z.string().optional().describe('IANA time zone that it is shown in elsewhere; a whole day has none'),
    title: z.string(),
    status: appointment.shape.status,
    overbooked: z.boolean(),
    origin,
    version: z.int(),
  })
  .meta({ id: 'DayItem' });

export const day = z
  .object({
    date: z.iso.date(),
    start: instant.describe("When the day begins in the branch's zone"),
    end: instant.describe('When it ends: 23, 24 or 25 hours later'),
    branch,
    resources: z.array(resource),
    items: z.array(dayItem),
  })
  .meta({ id: 'Day' });

export type DayJson = z.infer<typeof day>;

export const dayQuery = z.object({ date: z.iso.date().describe("A day of the branch's calendar") });
