import { DomainError } from '@kalends/kernel';
import { onConstraint, type SqlSession } from '@kalends/persistence';
import { branchUnknown } from '../../branches/domain/branch';
import { containing } from '../../containing';
import {
  type Customer,
  type CustomerStore,
  type Employee,
  type EmployeeStore,
  PEOPLE_LISTED,
} from '../app/person.store';

const exists = (): DomainError =>
  new DomainError('conflict', 'person/exists', 'There is somebody with this id already.');

/** What it means when one of the tables' constraints is broken. */
export const employeeConstraints = { employee_pkey: exists, employee_branch: branchUnknown };
export const customerConstraints = { customer_pkey: exists, customer_tenant: branchUnknown };

export class PgEmployeeStore implements EmployeeStore {
  constructor(private readonly session: SqlSession) {}

  list(text: string): Promise<readonly Employee[]> {
    return this.session.query<Employee>(
      `SELECT id, name, email, branch_id AS "branchId" FROM employee WHERE lower(name) LIKE $1 ORDER BY name, id LIMIT $2`,
      [containing(text), PEOPLE_LISTED],
    );
  }

  async insert({ id, name, email, branchId }: Employee): Promise<void> {
    await onConstraint(
      this.session.query('INSERT INTO employee (id, name, email, branch_id) VALUES ($1, $2, $3, $4)', [
        id,
        name,
        email,
        branchId,
      ]),
      employeeConstraints,
    );
  }
}

export class PgCustomerStore implements CustomerStore {
  constructor(private readonly session: SqlSession) {}

  list(text: string): Promise<readonly Customer[]> {
    return this.session.query<Customer>(
      'SELECT id, name, email, phone, notes FROM customer WHERE lower(name) LIKE $1 ORDER BY name, id LIMIT $2',
      [containing(text), PEOPLE_LISTED],
    );
  }

  async insert({ id, name, email, phone, notes }: Customer): Promise<void> {
    await onConstraint(
      this.session.query('INSERT INTO customer (id, name, email, phone, notes) VALUES ($1, $2, $3, $4, $5)', [
        id,
        name,
        email,
        phone,
        notes,
      ]),
      customerConstraints,
    );
  }
}
