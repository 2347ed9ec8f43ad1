import type { UnitOfWork } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { DayJson } from './day.schema';

/** A planner shows at most 40 columns of some dozen items. */
const COLUMNS = 200;

/**
 * Everything of one screen in one statement. The day is the branch's own: from local midnight to local midnight, 23 or 25 hours
 * long when the clocks change.
 */
const DAY = `
  WITH branch_day AS (
    SELECT branch.*, ($2::date)::timestamp AT TIME ZONE time_zone AS day_start, ($2::date + 1)::timestamp AT TIME ZONE time_zone AS day_end
      FROM branch WHERE id = $1
  ), shown AS (
    SELECT resource.* FROM resource, branch_day
     WHERE NOT deleted AND visible AND (branch_id = branch_day.id OR visible_in_all_branches)
     ORDER BY lower(designation), resource.id LIMIT ${COLUMNS}
  ), item AS (
    SELECT appointment_id, occurrence, min(allocation.starts_at) AS starts_at, max(allocation.ends_at) AS ends_at,
           bool_or(allocation.overbooked) AS overbooked
      FROM branch_day JOIN shown ON true JOIN allocation ON allocation.resource_id = shown.id
       AND allocation.ends_at > day_start AND allocation.starts_at < day_end
     GROUP BY appointment_id, occurrence
  )
  SELECT json_build_object(
    'date', $2::text, 'start', day_start, 'end', day_end,
    'branch', json_build_object('id', id, 'name', name, 'timeZone', time_zone, 'locale', locale, 'holidayRegion', holiday_region,
      'address', address, 'googleSyncEnabled', google_sync_enabled, 'caldavEnabled', caldav_enabled, 'version', version),
    'resources', (SELECT coalesce(json_agg(json_build_object('id', shown.id, 'branchId', branch_id, 'designation', designation,
      'visibleInAllBranches', visible_in_all_branches, 'visible', visible, 'color', color, 'description', description,
      'employeeId', employee_id, 'isLocation', is_location, 'stepMinutes', step_minutes, 'capacity', capacity,
      'waitingList', waiting_list, 'reminderMinutes', reminder_minutes, 'warnOutsideAvailability', warn_outside_availability,
      'calendarSyncAllowed', calendar_sync_allowed, 'onlineBookingAllowed', online_booking_allowed, 'version', shown.version)
      ORDER BY lower(designation), shown.id), '[]') FROM shown),
    'items', (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('appointmentId', appointment.id,
      'recurrenceId', CASE WHEN occurrence = '' THEN NULL WHEN length(occurrence) = 10 THEN json_build_object('date', occurrence)
        ELSE json_build_object('at', occurrence, 'zone', content->'start'->>'zone') END,
      'resourceIds', resource_ids, 'start', greatest(item.starts_at, day_start), 'end', least(item.ends_at, day_end),
      'startsAt', item.starts_at, 'endsAt', item.ends_at, 'wholeDay', coalesce(change->'start', content->'start') ? 'date',
      'zone', coalesce(change->'start', content->'start')->>'zone',
      'title', coalesce(change->>'title', content->>'title'), 'status', status, 'overbooked', item.overbooked,
      'origin', origin, 'version', appointment.version)) ORDER BY item.starts_at, appointment.id), '[]')
      FROM item JOIN appointment ON appointment.id = item.appointment_id
      LEFT JOIN LATERAL (SELECT change FROM jsonb_array_elements(content->'overrides') AS change
        WHERE occurrence <> '' AND coalesce(change->'recurrenceId'->>'at', change->'recurrenceId'->>'date') = occurrence) AS override ON true
      WHERE status <> 'cancelled')
  ) AS day FROM branch_day`;

export class DayReadModel {
  constructor(private readonly sql: UnitOfWork<SqlSession>) {}

  /** @param date YYYY-MM-DD. Null when there is no such branch. */
  async of(tenantId: string, branchId: string, date: string): Promise<DayJson | null> {
    const [row] = await this.sql.run(tenantId, (session) => session.query<{ day: DayJson }>(DAY, [branchId, date]));
    if (!row) return null;
    const { day } = row;
    return {
      ...day,
      start: utc(day.start),
      end: utc(day.end),
      items: day.items.map((item) => ({
        ...item,
        start: utc(item.start),
        end: utc(item.end),
        startsAt: utc(item.startsAt),
        endsAt: utc(item.endsAt),
      })),
    };
  }
}

/** Postgres writes instants in its session's zone. */
const utc = (instant: string): string => new Date(instant).toISOString();
