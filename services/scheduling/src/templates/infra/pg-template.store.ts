import { DomainError } from '@kalends/kernel';
import { onConstraint, type SqlSession } from '@kalends/persistence';
import { branchUnknown } from '../../branches/domain/branch';
import type { AppointmentTemplate, TemplateStore } from '../app/template.store';

/** Far more than anybody can choose from. */
const LISTED = 1_000;

/** What it means when one of the table's constraints is broken. */
export const templateConstraints = {
  appointment_template_pkey: () =>
    new DomainError('conflict', 'template/exists', 'There is a template with this id already.'),
  appointment_template_tenant: branchUnknown,
};

export class PgTemplateStore implements TemplateStore {
  constructor(private readonly session: SqlSession) {}

  list(): Promise<readonly AppointmentTemplate[]> {
    return this.session.query<AppointmentTemplate>(
      `SELECT id, designation, duration_minutes AS "durationMinutes", buffer_before_minutes AS "bufferBeforeMinutes",
              buffer_after_minutes AS "bufferAfterMinutes", color, text, resource_ids AS "resourceIds",
              reminder_minutes AS "reminderMinutes", bookable_online AS "bookableOnline"
         FROM appointment_template ORDER BY designation, id LIMIT $1`,
      [LISTED],
    );
  }

  async insert(template: AppointmentTemplate): Promise<void> {
    await onConstraint(
      this.session.query(
        `INSERT INTO appointment_template (id, designation, duration_minutes, buffer_before_minutes, buffer_after_minutes, color, text,
           resource_ids, reminder_minutes, bookable_online)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          template.id,
          template.designation,
          template.durationMinutes,
          template.bufferBeforeMinutes,
          template.bufferAfterMinutes,
          template.color,
          template.text,
          template.resourceIds,
          template.reminderMinutes,
          template.bookableOnline,
        ],
      ),
      templateConstraints,
    );
  }
}
