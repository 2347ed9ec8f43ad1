import { DomainError } from '@kalends/kernel';
import { isWholeDay, lengthOf, vetTime } from './calendar-time';
import type { AppointmentContent, CalendarTime } from './content';
import { occurrenceTimes } from './occurrence-times';
import { vetRule } from './recurrence-rule';

const MAX_LENGTH_MS = 366 * 86_400_000;
const MAX_DATES = 1_000;
/** Characters; a description is as long as Google lets it be. */
const MAX_TEXT = { title: 1_024, description: 8_192, location: 1_024 } as const;

/**
 * The content as given when an appointment may say this: bounded texts and lists, existing times in known zones, an end
 * that is not before the start and at most 366 days after it, a rule that can be expanded.
 * @throws DomainError `content/not-allowed`, `calendar-time/invalid`, `time-zone/unknown`, `recurrence/not-supported`
 */
export function vetContent(content: AppointmentContent): AppointmentContent {
  const { recurrence, overrides } = content;
  vetTexts(content);
  vetSpan(content.start, content.end);
  if (recurrence) {
    if (recurrence.rule !== '') vetRule(recurrence.rule);
    vetDates(content.start, recurrence.rdates);
    vetDates(content.start, recurrence.exdates);
  }
  vetDates(
    content.start,
    overrides.map(({ recurrenceId }) => recurrenceId),
  );
  for (const override of overrides) {
    if (override.cancelled) continue;
    vetTexts(override);
    const { start, end } = occurrenceTimes(content, override.recurrenceId, override);
    vetSpan(start, end);
  }
  return content;
}

function vetTexts(texts: { readonly title?: string; readonly description?: string; readonly location?: string }): void {
  for (const field of ['title', 'description', 'location'] as const) {
    if ((texts[field]?.length ?? 0) > MAX_TEXT[field])
      refuse(`The ${field} is longer than ${MAX_TEXT[field]} characters.`);
  }
}

function vetSpan(start: CalendarTime, end: CalendarTime): void {
  vetTime(start);
  vetTime(end);
  if (isWholeDay(start) !== isWholeDay(end)) refuse('Start and end must both be times or both be dates.');
  const length = lengthOf(start, end);
  if (length < 0 || (length === 0 && isWholeDay(start))) refuse('The end is before the start.');
  if (length > MAX_LENGTH_MS) refuse('It is longer than a year.');
}

function vetDates(start: CalendarTime, dates: readonly CalendarTime[]): void {
  if (dates.length > MAX_DATES) refuse(`A series can have at most ${MAX_DATES} dates of its own.`);
  for (const date of dates) {
    vetTime(date);
    if (isWholeDay(date) !== isWholeDay(start)) refuse('The dates of a series must be of the same kind as its start.');
  }
}

function refuse(message: string): never {
  throw new DomainError('invalid', 'content/not-allowed', message);
}
