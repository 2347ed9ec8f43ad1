import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GoogleCalendar } from '../api/google';
import type { Resource } from '../api/scheduling';
import { en } from '../i18n/en';
import classes from './choose-step.module.css';
import { canCheck, type Choice } from './wizard';

type Refusal = 'primary' | 'read-only' | 'linked' | 'other';

function refusalOf(calendar: GoogleCalendar): Refusal | null {
  if (calendar.primary) return 'primary';
  if (calendar.selectable) return null;
  const known = calendar.reason !== undefined && Object.hasOwn(en.google.choose, calendar.reason);
  return known ? (calendar.reason as Refusal) : 'other';
}

const created = 'create';

interface Props {
  readonly resource: Resource;
  readonly calendars: readonly GoogleCalendar[];
  readonly choice: Choice;
  readonly checking: boolean;
  onChoose(choice: Choice): void;
  onNext(): void;
}

/** Secondary calendars to choose from; those that can't be chosen stay in sight, greyed, with the reason. */
export function ChooseStep({ resource, calendars, choice, checking, onChoose, onNext }: Props) {
  const { t } = useTranslation();
  const suggested = t('google.choose.suggested', { resource: resource.designation });
  const choose = (value: string): void =>
    onChoose(value === created ? { kind: 'create', summary: suggested } : { kind: 'existing', id: value });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <Stack>
        <Radio.Group
          label={t('google.choose.lead', { resource: resource.designation })}
          value={choice.kind === 'create' ? created : choice.id}
          onChange={choose}
        >
          <Stack gap={8} mt="sm">
            {calendars.map((calendar) => (
              <CalendarOption key={calendar.id} calendar={calendar} />
            ))}
            <Radio.Card value={created} className={classes.option} data-testid="calendar-create">
              <Group wrap="nowrap">
                <Radio.Indicator />
                <Text fw={550}>{t('google.choose.create')}</Text>
              </Group>
            </Radio.Card>
          </Stack>
        </Radio.Group>
        {choice.kind === 'create' && (
          <TextInput
            label={t('google.choose.createName')}
            value={choice.summary}
            maxLength={100}
            onChange={(event) => onChoose({ kind: 'create', summary: event.currentTarget.value })}
          />
        )}
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={checking}
            disabled={!canCheck({ step: 'choose', calendars, choice })}
            data-testid="choose-next"
          >
            {t('google.choose.next')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function CalendarOption({ calendar }: { calendar: GoogleCalendar }) {
  const { t } = useTranslation();
  const refusal = refusalOf(calendar);
  return (
    <Radio.Card
      value={calendar.id}
      disabled={refusal !== null}
      className={classes.option}
      data-testid={`calendar-${calendar.id}`}
    >
      <Group wrap="nowrap" align="flex-start">
        <Radio.Indicator disabled={refusal !== null} mt={2} />
        <div className={classes.label}>
          <Text fw={550} truncate c={refusal ? 'var(--ink-soft)' : undefined}>
            {calendar.summary}
          </Text>
          <Text size="xs" c="var(--ink-soft)">
            {refusal ? t(`google.choose.${refusal}`) : calendar.timeZone}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  );
}
