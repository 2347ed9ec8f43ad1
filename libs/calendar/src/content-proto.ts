import { create } from '@bufbuild/protobuf';
import { timestampFromDate, timestampDate } from '@bufbuild/protobuf/wkt';
import {
  AppointmentContentSchema,
  CalendarTimeSchema,
  OverrideSchema,
  RecurrenceSchema,
  Transparency as TransparencyProto,
  Visibility as VisibilityProto,
  type AppointmentContent as AppointmentContentProto,
  type CalendarTime as CalendarTimeProto,
  type Override as OverrideProto,
} from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import { isWholeDay, zonedInstant } from './calendar-time';
import type { AppointmentContent, CalendarTime, Override, Transparency, Visibility } from './content';

const TRANSPARENCY: Record<Transparency, TransparencyProto> = {
  opaque: TransparencyProto.OPAQUE,
  transparent: TransparencyProto.TRANSPARENT,
};

const VISIBILITY: Record<Visibility, VisibilityProto> = {
  default: VisibilityProto.DEFAULT,
  public: VisibilityProto.PUBLIC,
  private: VisibilityProto.PRIVATE,
};

export function timeToProto(time: CalendarTime): CalendarTimeProto {
  return create(CalendarTimeSchema, {
    value: isWholeDay(time)
      ? { case: 'date', value: time.date }
      : { case: 'instant', value: { at: timestampFromDate(new Date(time.at)), zone: time.zone } },
  });
}

/** @throws DomainError `calendar-time/missing` */
export function timeFromProto(message: CalendarTimeProto | undefined): CalendarTime {
  const value = message?.value;
  if (value?.case === 'date') return { date: value.value };
  if (value?.case === 'instant' && value.value.at) return zonedInstant(timestampDate(value.value.at), value.value.zone);
  throw new DomainError('invalid', 'calendar-time/missing', 'A date or time is missing.');
}

export function contentToProto(content: AppointmentContent): AppointmentContentProto {
  const { title, description, location, recurrence } = content;
  return create(AppointmentContentSchema, {
    title,
    description,
    location,
    start: timeToProto(content.start),
    end: timeToProto(content.end),
    transparency: TRANSPARENCY[content.transparency],
    visibility: VISIBILITY[content.visibility],
    recurrence: recurrence
      ? create(RecurrenceSchema, {
          rule: recurrence.rule,
          rdates: recurrence.rdates.map(timeToProto),
          exdates: recurrence.exdates.map(timeToProto),
        })
      : undefined,
    overrides: content.overrides.map(overrideToProto),
  });
}

/**
 * Unspecified transparency and visibility read as `opaque` and `default`. @throws DomainError `calendar-time/missing`
 */
export function contentFromProto(message: AppointmentContentProto): AppointmentContent {
  const { title, description, location, recurrence } = message;
  return {
    title,
    description,
    location,
    start: timeFromProto(message.start),
    end: timeFromProto(message.end),
    transparency: nameOf(TRANSPARENCY, message.transparency) ?? 'opaque',
    visibility: nameOf(VISIBILITY, message.visibility) ?? 'default',
    recurrence: recurrence
      ? {
          rule: recurrence.rule,
          rdates: recurrence.rdates.map(timeFromProto),
          exdates: recurrence.exdates.map(timeFromProto),
        }
      : null,
    overrides: message.overrides.map(overrideFromProto),
  };
}

function overrideToProto(override: Override): OverrideProto {
  const recurrenceId = timeToProto(override.recurrenceId);
  if (override.cancelled) return create(OverrideSchema, { recurrenceId, cancelled: true });
  const { start, end, title, description, location, transparency } = override;
  return create(OverrideSchema, {
    recurrenceId,
    start: start && timeToProto(start),
    end: end && timeToProto(end),
    title,
    description,
    location,
    transparency: transparency && TRANSPARENCY[transparency],
  });
}

function overrideFromProto(message: OverrideProto): Override {
  const recurrenceId = timeFromProto(message.recurrenceId);
  if (message.cancelled) return { recurrenceId, cancelled: true };
  const { start, end, title, description, location } = message;
  const transparency = message.transparency && nameOf(TRANSPARENCY, message.transparency);
  return {
    recurrenceId,
    ...(start && { start: timeFromProto(start) }),
    ...(end && { end: timeFromProto(end) }),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    ...(transparency && { transparency }),
  };
}

function nameOf<K extends string, V>(table: Record<K, V>, value: V): K | undefined {
  return (Object.keys(table) as K[]).find((name) => table[name] === value);
}
