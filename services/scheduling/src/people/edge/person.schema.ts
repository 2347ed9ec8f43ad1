import { z } from 'zod';
import { id, line, text } from '../../http/fields';

const email = z.union([z.literal(''), z.email().max(254)]);

const employeeFields = { name: line(), email, branchId: id.nullable() };
export const newEmployee = z.strictObject({
  id: id.optional().describe('May be chosen by the caller'),
  name: employeeFields.name,
  email: email.default(''),
  branchId: employeeFields.branchId.default(null),
});
export const employee = z.object({ id: z.uuid(), ...employeeFields }).meta({ id: 'Employee' });

const customerFields = { name: line(), email, phone: text(50), notes: text() };
export const newCustomer = z.strictObject({
  id: id.optional().describe('May be chosen by the caller'),
  name: customerFields.name,
  email: email.default(''),
  phone: customerFields.phone.default(''),
  notes: customerFields.notes.default(''),
});
export const customer = z.object({ id: z.uuid(), ...customerFields }).meta({ id: 'Customer' });

export const personQuery = z.object({ q: z.string().max(200).default('').describe('Part of the name') });
