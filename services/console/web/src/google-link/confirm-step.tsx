import { Button, Group, List, Radio, Stack, Text, TextInput, ThemeIcon } from '@mantine/core';
import { IconArrowsExchange, IconCalendarUp, IconMailOff } from '@tabler/icons-react';
import type { Dispatch, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { canStart, type Confirming, type WizardEvent } from './wizard';

const calendarName = ({ choice, calendars }: Confirming): string =>
  choice.kind === 'create'
    ? choice.summary.trim()
    : (calendars.find((calendar) => calendar.id === choice.id)?.summary ?? choice.id);

const Bullet = ({ children }: { children: ReactNode }) => (
  <ThemeIcon variant="light" size={28} radius="md">
    {children}
  </ThemeIcon>
);

interface Props {
  readonly wizard: Confirming;
  readonly dispatch: Dispatch<WizardEvent>;
  onStart(): void;
}

/** The counts before anything is written, and the question whether to empty the calendar first. */
export function ConfirmStep({ wizard, dispatch, onStart }: Props) {
  const { t } = useTranslation();
  const { preview, reset, typed } = wizard;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onStart();
      }}
    >
      <Stack>
        <Text fw={650}>{t('google.confirm.lead')}</Text>
        <List spacing="sm" center data-testid="link-preview">
          <List.Item
            icon={
              <Bullet>
                <IconCalendarUp size={17} />
              </Bullet>
            }
          >
            {t('google.confirm.export', { count: preview.toExport, calendar: calendarName(wizard) })}
          </List.Item>
          <List.Item
            icon={
              <Bullet>
                <IconMailOff size={17} />
              </Bullet>
            }
          >
            {t('google.confirm.mails', { count: preview.mails })}
          </List.Item>
          <List.Item
            icon={
              <Bullet>
                <IconArrowsExchange size={17} />
              </Bullet>
            }
          >
            {t('google.confirm.twoWay')}
          </List.Item>
        </List>
        {preview.eventsInCalendar > 0 && (
          <Radio.Group
            label={t('google.confirm.resetQuestion', { count: preview.eventsInCalendar })}
            value={reset ? 'yes' : 'no'}
            onChange={(value) => dispatch({ type: 'reset-answered', reset: value === 'yes' })}
          >
            <Stack gap={8} mt="xs">
              <Radio value="no" label={t('google.confirm.resetNo')} />
              <Radio
                value="yes"
                color="red"
                label={t('google.confirm.resetYes', { count: preview.eventsInCalendar })}
              />
            </Stack>
          </Radio.Group>
        )}
        {reset && (
          <TextInput
            label={t('google.confirm.type', { phrase: preview.confirmation.phrase })}
            value={typed}
            autoComplete="off"
            onChange={(event) => dispatch({ type: 'phrase-typed', typed: event.currentTarget.value })}
          />
        )}
        <Group justify="space-between">
          <Button variant="default" onClick={() => dispatch({ type: 'back' })}>
            {t('app.back')}
          </Button>
          <Button type="submit" color={reset ? 'red' : undefined} disabled={!canStart(wizard)} data-testid="link-start">
            {t(reset ? 'google.confirm.startReset' : 'google.confirm.start')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
