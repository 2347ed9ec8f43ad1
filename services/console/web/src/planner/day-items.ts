import type { Appointment, CalendarTime, Day, DayItem } from '../api/scheduling';
import {
  addSeconds,
  addToWall,
  instantOf,
  secondsBetween,
  wallOf,
  type WallDelta,
  type WallTime,
} from '../time/wall-time';

/** Where an item is to go. */
export interface Slot {
  readonly start: CalendarTime;
  readonly end: CalendarTime;
  readonly resourceIds: readonly string[];
}

const timeKey = (time: CalendarTime): string => ('at' in time ? time.at : time.date);

/** One occurrence among all items of a day. */
export const itemId = (item: Pick<DayItem, 'appointmentId' | 'recurrenceId'>): string =>
  item.recurrenceId ? `${item.appointmentId}/${timeKey(item.recurrenceId)}` : item.appointmentId;

/** An end on the wall that is not after its start (the clocks went back in between) is drawn a quarter of an hour long. */
export function wallSpan(
  start: CalendarTime,
  end: CalendarTime,
  zone: string,
): { start: WallTime; end: WallTime; allDay: boolean } {
  if ('date' in start || 'date' in end) return { start: timeKey(start), end: timeKey(end), allDay: true };
  const wallStart = wallOf(start.at, zone);
  const wallEnd = wallOf(end.at, zone);
  const drawnEnd = wallEnd > wallStart ? wallEnd : addToWall(wallStart, { days: 0, seconds: 900 });
  return { start: wallStart, end: drawnEnd, allDay: false };
}

/** The slot after a drag: the start moves on the wall, the length in real minutes stays. */
export function movedSlot(item: DayItem, delta: WallDelta, resourceIds: readonly string[], zone: string): Slot {
  if (!('at' in item.start) || !('at' in item.end)) return { start: item.start, end: item.end, resourceIds };
  const at = instantOf(addToWall(wallOf(item.start.at, zone), delta), zone, item.start.at);
  return {
    start: { at, zone: item.start.zone },
    end: { at: addSeconds(at, secondsBetween(item.start.at, item.end.at)), zone: item.end.zone },
    resourceIds,
  };
}

/** The slot after its lower edge was dragged. */
export function resizedSlot(item: DayItem, delta: WallDelta, zone: string): Slot {
  const { start, end, resourceIds } = item;
  if (!('at' in end)) return { start, end, resourceIds };
  const at = instantOf(addToWall(wallOf(end.at, zone), delta), zone, end.at);
  return { start, end: { at, zone: end.zone }, resourceIds };
}

/** The day as it is once `appointment` was written, so that the grid need not wait to be read again. */
export function withWritten(day: Day, appointment: Appointment, item: DayItem, slot: Slot): Day {
  const written = itemId(item);
  return {
    ...day,
    items: day.items.map((other) => {
      if (other.appointmentId !== appointment.id) return other;
      const version = Math.max(other.version, appointment.version);
      return itemId(other) === written
        ? { ...other, ...slot, version, overbooked: appointment.overbooked }
        : { ...other, version };
    }),
  };
}

export const slotOf = (item: DayItem): Slot => ({ start: item.start, end: item.end, resourceIds: item.resourceIds });

export const sameResources = (one: Pick<Slot, 'resourceIds'>, other: Pick<Slot, 'resourceIds'>): boolean =>
  one.resourceIds.length === other.resourceIds.length && one.resourceIds.every((id) => other.resourceIds.includes(id));

const startsBefore = (one: CalendarTime, other: CalendarTime): boolean =>
  'at' in one && 'at' in other && Date.parse(one.at) < Date.parse(other.at);

/** The appointment of the day that holds `slot`, as far as this page can see it. */
export const holderOf = (day: Day, item: DayItem, slot: Slot): DayItem | undefined =>
  day.items.find(
    (other) =>
      other.appointmentId !== item.appointmentId &&
      !other.overbooked &&
      other.resourceIds.some((id) => slot.resourceIds.includes(id)) &&
      startsBefore(other.start, slot.end) &&
      startsBefore(slot.start, other.end),
  );
