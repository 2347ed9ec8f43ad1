import type { TFunction } from 'i18next';
import type { CalendarTime, Origin, TimelineEntry } from '../api/scheduling';
import { en } from '../i18n/en';
import type { TimeWriter } from '../time/format';

type Field = keyof typeof en.timeline.field;
type Kind = keyof typeof en.timeline.kind;
type Value = keyof typeof en.timeline.value;

/** Fields of the services' words whose text has another name. */
const fieldNames: Readonly<Record<string, Field>> = {
  resourceIds: 'resources',
  resource_ids: 'resources',
  customerIds: 'customers',
  customer_ids: 'customers',
  templateId: 'template',
  template_id: 'template',
  bufferBeforeMinutes: 'buffers',
  bufferAfterMinutes: 'buffers',
};

export function fieldOf(path: string): Field {
  const name = path.replace(/^content\./, '');
  if (Object.hasOwn(en.timeline.field, name)) return name as Field;
  return fieldNames[name] ?? 'other';
}

export const kindOf = (kind: string): Kind => (Object.hasOwn(en.timeline.kind, kind) ? (kind as Kind) : 'changed');

/** Who it was, as far as may be told: a name where the service gives one, else in what part the person played. */
export function actorText(entry: Pick<TimelineEntry, 'actor' | 'origin'>, userId: string, t: TFunction): string {
  const { actor, origin } = entry;
  if (actor.kind === 'user') return actor.id === userId ? t('timeline.you') : t('timeline.someone');
  if (actor.kind === 'customer') return t('timeline.customer');
  if (origin === 'google') return t('timeline.googlePerson');
  if (origin === 'caldav') return t('timeline.phonePerson');
  return t('timeline.kalends');
}

const isTime = (value: unknown): value is CalendarTime =>
  typeof value === 'object' && value !== null && ('at' in value || 'date' in value);

const isOrigin = (value: string): value is Origin => Object.hasOwn(en.origin, value);

export const originText = (origin: string, t: TFunction): string => (isOrigin(origin) ? t(`origin.${origin}`) : origin);

export interface Names {
  /** Designation of a resource or name of a customer, by id. */
  readonly [id: string]: string;
}

/** A value before or after a change, as a person reads it. */
export function valueText(value: unknown, t: TFunction, writer: TimeWriter, names: Names): string {
  if (value === null || value === undefined || value === '') return t('timeline.empty');
  if (typeof value === 'boolean') return t(value ? 'timeline.yes' : 'timeline.no');
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (Object.hasOwn(en.timeline.value, value)) return t(`timeline.value.${value as Value}`);
    if (Object.hasOwn(en.status, value)) return t(`status.${value as keyof typeof en.status}`);
    return names[value] ?? value;
  }
  if (isTime(value)) return writer.time(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.length === 0 ? t('timeline.empty') : value.map((one) => valueText(one, t, writer, names)).join(', ');
  }
  return t('timeline.changedShort');
}
