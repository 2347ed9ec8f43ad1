import { Group } from '@mantine/core';
import { DatePickerInput, TimeInput } from '@mantine/dates';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface SlotValues {
  readonly date: string;
  readonly start: string;
  readonly end: string;
}

interface Props {
  readonly values: SlotValues;
  readonly error: ReactNode;
  onChange(values: SlotValues): void;
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const clock = (total: number): string =>
  `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;

export const endAfter = (start: string, length: number): string =>
  clock(Math.min(minutes(start) + length, 23 * 60 + 59));

/** Date, start and end. A new start takes the end along, so that the length stays. */
export function SlotFields({ values, error, onChange }: Props) {
  const { t } = useTranslation();
  const length = minutes(values.end) - minutes(values.start);
  return (
    <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
      <DatePickerInput
        label={t('create.date')}
        value={values.date}
        valueFormat="ddd, D MMM YYYY"
        popoverProps={{ withinPortal: true }}
        onChange={(date) => date && onChange({ ...values, date })}
      />
      <TimeInput
        label={t('create.start')}
        value={values.start}
        onChange={(event) => {
          const start = event.currentTarget.value;
          if (start) onChange({ ...values, start, end: length > 0 ? endAfter(start, length) : values.end });
        }}
      />
      <TimeInput
        label={t('create.end')}
        value={values.end}
        error={error}
        onChange={(event) => event.currentTarget.value && onChange({ ...values, end: event.currentTarget.value })}
      />
    </Group>
  );
}
