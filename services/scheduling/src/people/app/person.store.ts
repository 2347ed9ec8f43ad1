/** Somebody who works here. */
export interface Employee {
  readonly id: string;
  readonly name: string;
  /** Where the consent invitation goes; empty when not known. */
  readonly email: string;
  readonly branchId: string | null;
}

/** Somebody who comes. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly notes: string;
}

/** At most this many people in one answer: ask with a longer text. */
export const PEOPLE_LISTED = 200;

export interface PersonStore<P> {
  /** Those whose name contains `text`, by name, at most PEOPLE_LISTED. */
  list(text: string): Promise<readonly P[]>;
  /** @throws DomainError `person/exists`, `branch/unknown` */
  insert(person: P): Promise<void>;
}

export type EmployeeStore = PersonStore<Employee>;
export type CustomerStore = PersonStore<Customer>;
