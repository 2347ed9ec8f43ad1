import type { Appointment } from '../domain/appointment';

export const appointmentColumns = `tenant_id, id, branch_id, resource_ids, customer_ids, template_id, status, content,
  buffer_before_minutes, buffer_after_minutes, overbooked, version, origin, created_at, updated_at`;

export interface AppointmentRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly branch_id: string;
  readonly resource_ids: string[];
  readonly customer_ids: string[];
  readonly template_id: string | null;
  readonly status: Appointment['status'];
  readonly content: Appointment['content'];
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly overbooked: boolean;
  readonly version: number;
  readonly origin: Appointment['origin'];
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const appointmentOf = (row: AppointmentRow): Appointment => ({
  tenantId: row.tenant_id,
  id: row.id,
  branchId: row.branch_id,
  resourceIds: row.resource_ids,
  customerIds: row.customer_ids,
  templateId: row.template_id,
  status: row.status,
  content: row.content,
  bufferBeforeMinutes: row.buffer_before_minutes,
  bufferAfterMinutes: row.buffer_after_minutes,
  overbooked: row.overbooked,
  version: row.version,
  origin: row.origin,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
