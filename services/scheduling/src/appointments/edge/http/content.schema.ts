import { z } from 'zod';

const seconds = (at: string): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const zonedInstant = z
  .strictObject({
    at: z.iso.datetime({ offset: true }).overwrite(seconds).describe('An instant; whole seconds are kept'),
    zone: z.string().min(1).max(64).describe('IANA time zone in which it is shown'),
  })
  .meta({ id: 'ZonedInstant' });

const wholeDay = z.strictObject({ date: z.iso.date() }).meta({ id: 'WholeDay' });

/** An instant shown in a zone, or a whole day. */
export const calendarTime = z.union([zonedInstant, wholeDay]).meta({ id: 'CalendarTime' });

const transparency = z.enum(['opaque', 'transparent']);
const visibility = z.enum(['default', 'public', 'private']);

const recurrence = z
  .strictObject({
    rule: z.string().max(512).describe("RRULE value without its name; '' when the RDATEs alone make the set"),
    rdates: z.array(calendarTime).max(1_000).default([]),
    exdates: z.array(calendarTime).max(1_000).default([]),
  })
  .meta({ id: 'Recurrence' });

const override = z
  .union([
    z.strictObject({ recurrenceId: calendarTime, cancelled: z.literal(true) }).meta({ id: 'CancelledOverride' }),
    z
      .strictObject({
        recurrenceId: calendarTime,
        cancelled: z.literal(false).optional(),
        start: calendarTime.optional(),
        end: calendarTime.optional(),
        title: z.string().max(1_024).optional(),
        description: z.string().max(8_192).optional(),
        location: z.string().max(1_024).optional(),
        transparency: transparency.optional(),
      })
      .meta({ id: 'ChangedOverride' }),
  ])
  .meta({ id: 'Override' });

const fields = {
  title: z.string().max(1_024),
  description: z.string().max(8_192),
  location: z.string().max(1_024),
  start: calendarTime,
  end: calendarTime,
  transparency,
  visibility,
  recurrence: recurrence.nullable(),
  overrides: z.array(override).max(1_000),
};

export const content = z.strictObject(fields).meta({ id: 'AppointmentContent' });

export const newContent = z
  .strictObject({
    ...fields,
    title: fields.title.default(''),
    description: fields.description.default(''),
    location: fields.location.default(''),
    transparency: transparency.default('opaque'),
    visibility: visibility.default('default'),
    recurrence: fields.recurrence.default(null),
    overrides: fields.overrides.default([]),
  })
  .meta({ id: 'NewAppointmentContent' });

export const contentPatch = z.strictObject(fields).partial().meta({ id: 'AppointmentContentPatch' });
