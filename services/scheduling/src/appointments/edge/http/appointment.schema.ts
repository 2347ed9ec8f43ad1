import { z } from 'zod';
import { id, minutes, text } from '../../../http/fields';
import { calendarTime, content, contentPatch, newContent } from './content.schema';

const resourceIds = z.array(id).min(1).max(20);
const customerIds = z.array(id).max(100);
const buffer = minutes(0, 1_440);

export const newAppointment = z.strictObject({
  id: id.optional().describe('May be chosen by the caller'),
  branchId: id.optional().describe('Without it: the branch of the first resource'),
  resourceIds,
  customerIds: customerIds.default([]),
  templateId: id.nullable().default(null),
  content: newContent,
  bufferBeforeMinutes: buffer.default(0),
  bufferAfterMinutes: buffer.default(0),
});

export const appointmentPatch = z.strictObject({
  resourceIds: resourceIds.optional(),
  customerIds: customerIds.optional(),
  templateId: id.nullable().optional(),
  content: contentPatch.optional(),
  bufferBeforeMinutes: buffer.optional(),
  bufferAfterMinutes: buffer.optional(),
});

const recurrenceId = calendarTime.optional().describe('Set: only this occurrence of a series');

export const move = z.strictObject({
  start: calendarTime,
  end: calendarTime,
  resourceIds: resourceIds.optional(),
  recurrenceId,
});

export const cancel = z.strictObject({ reason: text(500).optional(), recurrenceId });

export const complete = z.strictObject({ noShow: z.boolean().default(false) });

export const restore = z.strictObject({
  version: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(0)
    .describe('Whose state is to be the state again; 0 undoes a cancellation'),
});

export const origin = z.enum(['planner', 'booking', 'google', 'caldav', 'api', 'system']);

export const appointment = z
  .object({
    id: z.uuid(),
    branchId: z.uuid(),
    resourceIds: z.array(z.uuid()),
    customerIds: z.array(z.uuid()),
    templateId: z.uuid().nullable(),
    status: z.enum(['confirmed', 'cancelled', 'completed', 'no-show']),
    content,
    bufferBeforeMinutes: z.int(),
    bufferAfterMinutes: z.int(),
    overbooked: z.boolean().describe('A change from outside found no capacity: kept, but it holds no slot'),
    version: z.int(),
    origin,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Appointment' });

export type AppointmentJson = z.infer<typeof appointment>;
