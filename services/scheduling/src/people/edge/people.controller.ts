import { CurrentUser, LeastRole, type User } from '@kalends/access';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { requireRole } from '../../http/access';
import { Documented } from '../../http/documented';
import { SchedulingPorts } from '../../scheduling-ports';
import type { Customer, Employee } from '../app/person.store';
import { customer, employee, newCustomer, newEmployee, personQuery } from './person.schema';

@ApiTags('people')
@Controller()
export class PeopleController {
  constructor(private readonly ports: SchedulingPorts) {}

  @Get('employees')
  @Documented({ summary: 'Employees by name, at most 200', answer: z.array(employee) })
  listEmployees(
    @CurrentUser() { tenantId }: User,
    @Query({ schema: personQuery }) { q }: z.output<typeof personQuery>,
  ): Promise<readonly Employee[]> {
    return this.ports.unitOfWork.run(tenantId, (tx) => tx.employees.list(q));
  }

  @Post('employees')
  @LeastRole('manager')
  @Documented({ summary: 'Makes an employee', status: 201, answer: employee, errors: [404, 409, 422] })
  async createEmployee(
    @CurrentUser() user: User,
    @Body({ schema: newEmployee }) { id = this.ports.ids.next(), ...given }: z.output<typeof newEmployee>,
  ): Promise<Employee> {
    requireRole(user, 'manager', given.branchId ?? undefined);
    await this.ports.unitOfWork.run(user.tenantId, (tx) => tx.employees.insert({ id, ...given }));
    return { id, ...given };
  }

  @Get('customers')
  @LeastRole('receptionist')
  @Documented({ summary: 'Customers by name, at most 200', answer: z.array(customer) })
  listCustomers(
    @CurrentUser() { tenantId }: User,
    @Query({ schema: personQuery }) { q }: z.output<typeof personQuery>,
  ): Promise<readonly Customer[]> {
    return this.ports.unitOfWork.run(tenantId, (tx) => tx.customers.list(q));
  }

  @Post('customers')
  @LeastRole('receptionist')
  @Documented({ summary: 'Makes a customer', status: 201, answer: customer, errors: [404, 409, 422] })
  async createCustomer(
    @CurrentUser() { tenantId }: User,
    @Body({ schema: newCustomer }) { id = this.ports.ids.next(), ...given }: z.output<typeof newCustomer>,
  ): Promise<Customer> {
    await this.ports.unitOfWork.run(tenantId, (tx) => tx.customers.insert({ id, ...given }));
    return { id, ...given };
  }
}
