import { ActionIcon, Button, Group, Popover, Text, Title, UnstyledButton } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TimeWriter } from '../time/format';
import { addDays } from '../time/wall-time';
import classes from './day-toolbar.module.css';

interface Props {
  readonly date: string;
  readonly today: string;
  readonly writer: TimeWriter;
  readonly narrow: boolean;
  readonly summary: string;
  onDate(date: string): void;
  onNew(): void;
}

export function DayToolbar({ date, today, writer, narrow, summary, onDate, onNew }: Props) {
  const { t } = useTranslation();
  const shown = narrow ? writer.shortDate(date) : writer.longDate(date);
  const [picking, { toggle, close }] = useDisclosure();
  return (
    <Group className={classes.toolbar} justify="space-between" wrap="nowrap">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <Button
          variant={date === today ? 'light' : 'default'}
          size="sm"
          px={narrow ? 10 : undefined}
          onClick={() => onDate(today)}
          data-testid="today"
        >
          {t('planner.today')}
        </Button>
        <Group gap={2} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--ink-soft)"
            size={36}
            aria-label={t('planner.previousDay')}
            onClick={() => onDate(addDays(date, -1))}
          >
            <IconChevronLeft size={20} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--ink-soft)"
            size={36}
            aria-label={t('planner.nextDay')}
            onClick={() => onDate(addDays(date, 1))}
          >
            <IconChevronRight size={20} />
          </ActionIcon>
        </Group>
        <Popover opened={picking} onChange={close} trapFocus returnFocus shadow="md" position="bottom-start">
          <Popover.Target>
            <UnstyledButton
              className={classes.date}
              aria-label={`${t('planner.pickDate')}: ${shown}`}
              onClick={toggle}
              data-testid="pick-date"
              data-date={date}
            >
              <Title order={1} size={narrow ? 'h5' : 'h3'} className={classes.title}>
                {shown}
              </Title>
              <IconCalendar size={18} stroke={1.7} aria-hidden />
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown>
            <DatePicker
              value={date}
              date={date}
              onChange={(picked) => {
                close();
                if (picked) onDate(picked);
              }}
              ariaLabels={{ previousMonth: '‹', nextMonth: '›' }}
            />
          </Popover.Dropdown>
        </Popover>
        {!narrow && (
          <Text size="sm" c="var(--ink-soft)" className={classes.summary} data-testid="day-summary">
            {summary}
          </Text>
        )}
      </Group>
      {narrow ? (
        <ActionIcon size={36} aria-label={t('planner.new')} onClick={onNew} data-testid="new-appointment">
          <IconPlus size={20} />
        </ActionIcon>
      ) : (
        <Button leftSection={<IconPlus size={17} />} onClick={onNew} data-testid="new-appointment">
          {t('planner.new')}
        </Button>
      )}
    </Group>
  );
}
