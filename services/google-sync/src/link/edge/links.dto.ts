import { z } from 'zod';

export const mode = z.enum(['two-way', 'export']);

const typed = z.object({
  token: z.string().min(1).max(100).meta({ description: 'From the preview; good once, for a quarter of an hour' }),
  phrase: z.string().min(1).max(1000).meta({ description: 'What the preview asked to be typed' }),
});

const calendar = z
  .union([
    z.strictObject({ id: z.string().min(1).max(1024) }),
    z.strictObject({ create: z.object({ summary: z.string().trim().min(1).max(200) }) }),
  ])
  .meta({ description: 'A secondary calendar that exists, or one to be created' });

export const previewLinkBody = z.object({ calendar, mode: mode.default('two-way') });
export type PreviewLinkBody = z.infer<typeof previewLinkBody>;

export const createLinkBody = z.object({
  calendar,
  mode: mode.default('two-way'),
  reset: typed.optional().meta({ description: 'Empty the calendar first: the confirmation of the preview, typed' }),
});
export type CreateLinkBody = z.infer<typeof createLinkBody>;

export const disconnectBody = z.object({
  google: z.enum(['leave', 'delete-events', 'delete-calendar']),
  confirmation: typed.optional().meta({ description: 'Needed for both ways of deleting' }),
});
export type DisconnectBody = z.infer<typeof disconnectBody>;

export const listQuery = z.object({ branch: z.uuid().optional() });
export type ListQuery = z.infer<typeof listQuery>;

export const linkAnswer = z.object({
  id: z.uuid(),
  resourceId: z.uuid(),
  branchId: z.uuid(),
  calendarId: z.string(),
  calendarSummary: z.string(),
  createdByKalends: z.boolean(),
  mode,
  state: z.enum(['linking', 'initial-sync', 'live', 'degraded', 'broken', 'disconnecting', 'gone']),
  reason: z
    .enum([
      'google-unavailable',
      'mass-deletion',
      'needs-consent',
      'calendar-lost',
      'permission-lost',
      'switched-off',
      'resource-deleted',
    ])
    .nullable(),
  sentence: z.string(),
  action: z
    .enum(['wait', 'sync-now', 'reconnect', 'disconnect', 'approve-deletions', 'switch-on', 'try-again'])
    .nullable()
    .meta({ description: 'The one action that helps' }),
  exported: z.int(),
  toExport: z.int(),
  lastSuccessAt: z.iso.datetime().nullable(),
  lagSeconds: z.int().nullable().meta({ description: 'How long the oldest change has waited to be written to Google' }),
  pending: z.int(),
});

const confirmation = z.object({ token: z.string(), phrase: z.string() });

export const linkPreviewAnswer = z.object({
  toExport: z.int(),
  mails: z.int(),
  eventsInCalendar: z.int(),
  confirmation,
});

export const disconnectPreviewAnswer = z.object({
  exportedEvents: z.int(),
  importedAppointments: z.int(),
  eventsInCalendar: z
    .int()
    .nullable()
    .meta({ description: 'Of a calendar that Kalends created; null when Google can not be asked' }),
  calendarCreatedByKalends: z.boolean(),
  confirmation,
});
