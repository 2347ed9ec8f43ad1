import { z } from 'zod';
import { color, id, line, minutes, text } from '../../http/fields';

const fields = {
  designation: line(),
  durationMinutes: minutes(1, 1_440),
  bufferBeforeMinutes: minutes(0, 1_440),
  bufferAfterMinutes: minutes(0, 1_440),
  color,
  text: text(8_192),
  resourceIds: z.array(id).max(20).describe('Needed besides the one that is chosen'),
  reminderMinutes: minutes(0, 40_320),
  bookableOnline: z.boolean(),
};

export const newTemplate = z.strictObject({
  id: id.optional().describe('May be chosen by the caller'),
  designation: fields.designation,
  durationMinutes: fields.durationMinutes,
  bufferBeforeMinutes: fields.bufferBeforeMinutes.default(0),
  bufferAfterMinutes: fields.bufferAfterMinutes.default(0),
  color: fields.color.default('#4263eb'),
  text: fields.text.default(''),
  resourceIds: fields.resourceIds.default([]),
  reminderMinutes: fields.reminderMinutes.default(10),
  bookableOnline: fields.bookableOnline.default(false),
});

export const template = z.object({ id: z.uuid(), ...fields }).meta({ id: 'AppointmentTemplate' });
