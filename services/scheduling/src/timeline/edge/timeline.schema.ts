import { z } from 'zod';
import { origin } from '../../appointments/edge/http/appointment.schema';

const value = z.unknown();

export const timelineEntry = z
  .object({
    id: z.uuid(),
    version: z.int(),
    kind: z.enum(['created', 'moved', 'changed', 'cancelled', 'completed', 'restored', 'conflict-recorded']),
    origin,
    actor: z.object({ kind: z.enum(['user', 'customer', 'calendar-link', 'service']), id: z.string() }),
    cause: z.object({ kind: z.string(), details: z.record(z.string(), z.string()) }),
    fields: z.array(z.object({ field: z.string(), before: value, after: value })),
    conflicts: z.array(z.object({ field: z.string(), kept: value, lost: value, lostFrom: origin })),
    commandId: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'TimelineEntry' });

export const timeline = z.object({ appointmentId: z.uuid(), entries: z.array(timelineEntry) }).meta({ id: 'Timeline' });
