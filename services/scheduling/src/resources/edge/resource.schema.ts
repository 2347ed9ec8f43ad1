import { z } from 'zod';
import { color, id, line, minutes, text } from '../../http/fields';
import { resourceDefaults } from '../domain/resource';

const fields = {
  branchId: id,
  designation: line(),
  visibleInAllBranches: z.boolean(),
  visible: z.boolean(),
  color,
  description: text(),
  employeeId: id.nullable().describe('Set for a person resource'),
  isLocation: z.boolean(),
  stepMinutes: minutes(1, 480),
  capacity: z.int().min(1).max(100),
  waitingList: z.boolean(),
  reminderMinutes: minutes(0, 40_320),
  warnOutsideAvailability: z.boolean(),
  calendarSyncAllowed: z.boolean(),
  onlineBookingAllowed: z.boolean(),
};

const defaults = resourceDefaults;

export const newResource = z.strictObject({
  id: id.optional().describe('May be chosen by the caller'),
  branchId: fields.branchId,
  designation: fields.designation,
  visibleInAllBranches: fields.visibleInAllBranches.default(defaults.visibleInAllBranches),
  visible: fields.visible.default(defaults.visible),
  color: fields.color.default(defaults.color),
  description: fields.description.default(defaults.description),
  employeeId: fields.employeeId.default(defaults.employeeId),
  isLocation: fields.isLocation.default(defaults.isLocation),
  stepMinutes: fields.stepMinutes.default(defaults.stepMinutes),
  capacity: fields.capacity.default(defaults.capacity),
  waitingList: fields.waitingList.default(defaults.waitingList),
  reminderMinutes: fields.reminderMinutes.default(defaults.reminderMinutes),
  warnOutsideAvailability: fields.warnOutsideAvailability.default(defaults.warnOutsideAvailability),
  calendarSyncAllowed: fields.calendarSyncAllowed.default(defaults.calendarSyncAllowed),
  onlineBookingAllowed: fields.onlineBookingAllowed.default(defaults.onlineBookingAllowed),
});

export const resourcePatch = z.strictObject(fields).partial();

export const resource = z.object({ id: z.uuid(), ...fields, version: z.int() }).meta({ id: 'Resource' });

export type ResourceJson = z.infer<typeof resource>;

export const resourceQuery = z.object({
  branch: id.optional().describe('Those bookable in this branch'),
  q: z.string().max(200).default('').describe('Part of the designation'),
  showInvisible: z.enum(['true', 'false']).default('false'),
});
