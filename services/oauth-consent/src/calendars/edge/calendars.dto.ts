import { isTimeZone } from '@kalends/calendar';
import { z } from 'zod';

export const calendarAnswer = z.object({
  id: z.string(),
  summary: z.string(),
  timeZone: z.string(),
  primary: z.boolean(),
  accessRole: z.string(),
  selectable: z.boolean(),
  reason: z
    .enum(['primary', 'not-owner', 'permission-missing'])
    .nullable()
    .meta({ description: 'Why it can not be linked; permission-missing: ask with plan "existing" first' }),
  createdByKalends: z.boolean(),
});

export const createCalendarBody = z.object({
  summary: z.string().trim().min(1).max(200),
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone').meta({ description: 'IANA name' }),
});
export type CreateCalendarBody = z.infer<typeof createCalendarBody>;
