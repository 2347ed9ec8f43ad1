import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GoogleCalendar } from '../api/google';
import type { Resource } from '../api/scheduling';
import { en } from '../i18n/en';
import classes from './choose-step.module.css';
import { canCheck, type Choice, type Choosing } from './wizard';

type Refusal = keyof typeof en.google.refusal;

function refusalOf({ primary, selectable, reason }: GoogleCalendar): Refusal | null {
  if (primary) return 'primary';
  if (selectable) return null;
  return reason !== null && Object.hasOwn(en.google.refusal, reason) ? reason : 'other';
}

const created = 'create';

interface Props {
  readonly resource: Resource;
  readonly choosing: Choosing;
  readonly checking: boolean;
  onChoose(choice: Choice): void;
  /** Ask Google for the permission that existing calendars need. */
  onAskExisting(): void;
  onNext(): void;
}

/** Secondary calendars to choose from; those that can't be chosen stay in sight, greyed, with the reason. */
export function ChooseStep({ resource, choosing, checking, onChoose, onAskExisting, onNext }: Props) {
  const { t } = useTranslation();
  const { calendars, mayCreate, choice } = choosing;
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
          value={choice?.kind === 'existing' ? choice.id : choice && created}
          onChange={choose}
        >
          <Stack gap={8} mt="sm">
            {calendars.map((calendar) => (
              <CalendarOption key={calendar.id} calendar={calendar} />
            ))}
            <Radio.Card value={created} disabled={!mayCreate} className={classes.option} data-testid="calendar-create">
              <Group wrap="nowrap">
                <Radio.Indicator disabled={!mayCreate} />
                <Text fw={550}>{t('google.choose.create')}</Text>
              </Group>
            </Radio.Card>
          </Stack>
        </Radio.Group>
        {choice?.kind === 'create' && (
          <TextInput
            label={t('google.choose.createName')}
            value={choice.summary}
            maxLength={100}
            onChange={(event) => onChoose({ kind: 'create', summary: event.currentTarget.value })}
          />
        )}
        {calendars.some((calendar) => refusalOf(calendar) === 'permission-missing') && (
          <Button variant="subtle" onClick={onAskExisting} data-testid="ask-existing">
            {t('google.choose.askExisting')}
          </Button>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={checking} disabled={!canCheck(choosing)} data-testid="choose-next">
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
            {refusal ? t(`google.refusal.${refusal}`) : calendar.timeZone}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  );
}
