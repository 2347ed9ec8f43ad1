import { calendarListOperations } from './calendars/calendar-list-operations';
import { calendarOperations } from './calendars/calendar-operations';
import { eventOperations } from './events/operations';
import type { Operation } from './operation';
import { stopOperation } from './push/watch';

/** Every method of the Calendar API that the emulator knows. Order matters to routers: fixed paths before parameters. */
export const operations: readonly Operation[] = [
  ...calendarListOperations,
  ...calendarOperations,
  ...eventOperations,
  stopOperation,
];

const byId = new Map(operations.map((operation) => [operation.id, operation]));

/** @throws Error for a name that is no operation */
export function operationById(id: string): Operation {
  const operation = byId.get(id);
  if (!operation) throw new Error(`${id} is not an operation of the emulator`);
  return operation;
}
