import { DomainError } from '@kalends/kernel';
import { branchUnknown } from '../../branches/domain/branch';
import type { Resource } from '../domain/resource';

/** Columns with the names of the domain's fields. */
export const resourceColumns = `id, branch_id AS "branchId", designation, visible_in_all_branches AS "visibleInAllBranches", visible, color,
  description, employee_id AS "employeeId", is_location AS "isLocation", step_minutes AS "stepMinutes", capacity,
  waiting_list AS "waitingList", reminder_minutes AS "reminderMinutes", warn_outside_availability AS "warnOutsideAvailability",
  calendar_sync_allowed AS "calendarSyncAllowed", online_booking_allowed AS "onlineBookingAllowed", deleted, version`;

export const resourceValues = (resource: Resource): readonly unknown[] => [
  resource.id,
  resource.branchId,
  resource.designation,
  resource.visibleInAllBranches,
  resource.visible,
  resource.color,
  resource.description,
  resource.employeeId,
  resource.isLocation,
  resource.stepMinutes,
  resource.capacity,
  resource.waitingList,
  resource.reminderMinutes,
  resource.warnOutsideAvailability,
  resource.calendarSyncAllowed,
  resource.onlineBookingAllowed,
  resource.deleted,
  resource.version,
];

/** What it means when one of the table's constraints is broken. */
export const resourceConstraints = {
  resource_pkey: () => new DomainError('conflict', 'resource/exists', 'There is a resource with this id already.'),
  resource_branch: branchUnknown,
  resource_employee: () => new DomainError('invalid', 'employee/unknown', 'There is no such employee.'),
};
