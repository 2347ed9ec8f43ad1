import { isWholeDay, later, lengthOf, zonedInstant } from './calendar-time';
import type { AppointmentContent, CalendarTime, ChangedOverride } from './content';

/** When one occurrence takes place: as long as the series' first, unless its override says otherwise. */
export function occurrenceTimes(
  series: Pick<AppointmentContent, 'start' | 'end'>,
  recurrenceId: CalendarTime,
  override?: ChangedOverride,
): { readonly start: CalendarTime; readonly end: CalendarTime } {
  const start = override?.start ?? recurrenceId;
  const end = override?.end ?? inZoneOf(series.end, later(start, lengthOf(series.start, series.end)));
  return { start, end };
}

/** The same instant, shown where `model` is shown. */
export const inZoneOf = (model: CalendarTime, time: CalendarTime): CalendarTime =>
  isWholeDay(model) || isWholeDay(time) ? time : zonedInstant(new Date(time.at), model.zone);
