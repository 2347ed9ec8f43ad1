import type { MemorySession } from '@kalends/memory';
import { onConstraint } from '@kalends/persistence';
import {
  type Customer,
  type CustomerStore,
  type Employee,
  type EmployeeStore,
  PEOPLE_LISTED,
} from '../people/app/person.store';
import { customerConstraints, employeeConstraints } from '../people/infra/pg-person.stores';
import { byName, named } from './listed';
import { branchTable, customerTable, employeeTable, keyIn, ownedBy, requireRow, tenantTable } from './tables';

export class MemoryEmployeeStore implements EmployeeStore {
  constructor(private readonly session: MemorySession) {}

  list(text: string): Promise<readonly Employee[]> {
    return this.session.query('employees.list', (view) =>
      byName(named(view.all(employeeTable), text), ({ name }) => name).slice(0, PEOPLE_LISTED),
    );
  }

  async insert(value: Employee): Promise<void> {
    const row = { ...ownedBy(this.session), value };
    const inserting = this.session.query('employees.insert', (view) => {
      view.insert(employeeTable, row);
      if (value.branchId !== null)
        requireRow(view, branchTable, keyIn(this.session, value.branchId), 'employee_branch');
    });
    await onConstraint(inserting, employeeConstraints);
  }
}

export class MemoryCustomerStore implements CustomerStore {
  constructor(private readonly session: MemorySession) {}

  list(text: string): Promise<readonly Customer[]> {
    return this.session.query('customers.list', (view) =>
      byName(named(view.all(customerTable), text), ({ name }) => name).slice(0, PEOPLE_LISTED),
    );
  }

  async insert(value: Customer): Promise<void> {
    const row = { ...ownedBy(this.session), value };
    const inserting = this.session.query('customers.insert', (view) => {
      view.insert(customerTable, row);
      requireRow(view, tenantTable, row.tenantId, 'customer_tenant');
    });
    await onConstraint(inserting, customerConstraints);
  }
}
