import { z } from 'zod';
import { id, line, text } from '../../http/fields';
import { branchDefaults } from '../domain/branch';

const fields = {
  name: line(),
  timeZone: z.string().min(1).max(64).describe('IANA time zone'),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must look like en or de-AT')
    .max(35),
  holidayRegion: z.string().regex(/^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$/, 'must look like DE or DE-BY'),
  address: text(500),
  googleSyncEnabled: z.boolean(),
  caldavEnabled: z.boolean(),
};

export const newBranch = z.strictObject({
  id: id.optional().describe('May be chosen by the caller'),
  name: fields.name,
  timeZone: fields.timeZone,
  locale: fields.locale.default(branchDefaults.locale),
  holidayRegion: fields.holidayRegion.default(branchDefaults.holidayRegion),
  address: fields.address.default(branchDefaults.address),
  googleSyncEnabled: fields.googleSyncEnabled.default(branchDefaults.googleSyncEnabled),
  caldavEnabled: fields.caldavEnabled.default(branchDefaults.caldavEnabled),
});

export const branchPatch = z.strictObject(fields).partial();

export const branch = z.object({ id: z.uuid(), ...fields, version: z.int() }).meta({ id: 'Branch' });

export type BranchJson = z.infer<typeof branch>;
