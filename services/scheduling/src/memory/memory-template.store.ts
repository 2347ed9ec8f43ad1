import type { MemorySession } from '@kalends/memory';
import { onConstraint } from '@kalends/persistence';
import type { AppointmentTemplate, TemplateStore } from '../templates/app/template.store';
import { templateConstraints } from '../templates/infra/pg-template.store';
import { byName } from './listed';
import { ownedBy, requireRow, templateTable, tenantTable } from './tables';

export class MemoryTemplateStore implements TemplateStore {
  constructor(private readonly session: MemorySession) {}

  list(): Promise<readonly AppointmentTemplate[]> {
    return this.session.query('templates.list', (view) =>
      byName(view.all(templateTable), ({ designation }) => designation),
    );
  }

  async insert(value: AppointmentTemplate): Promise<void> {
    const row = { ...ownedBy(this.session), value };
    const inserting = this.session.query('templates.insert', (view) => {
      view.insert(templateTable, row);
      requireRow(view, tenantTable, row.tenantId, 'appointment_template_tenant');
    });
    await onConstraint(inserting, templateConstraints);
  }
}
