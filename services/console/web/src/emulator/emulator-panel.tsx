// The page in the frame has an origin of its own, so it can't lift its sandbox from within.
/* oxlint-disable react/iframe-missing-sandbox */
import { ActionIcon, Group, Select, Text } from '@mantine/core';
import { IconExternalLink, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { consentQuery, type CalendarLink } from '../api/google';
import type { Resource } from '../api/scheduling';
import classes from './emulator-panel.module.css';

interface Props {
  readonly url: string;
  readonly resources: readonly Resource[];
  readonly links: readonly CalendarLink[];
  readonly date: string;
  onClose(): void;
}

/** The local Google stand-in beside the planner, at the calendar of a linked resource. */
export function EmulatorPanel({ url, resources, links, date, onClose }: Props) {
  const { t } = useTranslation();
  const linked = resources.filter((resource) => links.some((link) => link.resourceId === resource.id));
  const [picked, setPicked] = useState<string | null>(null);
  const resourceId = linked.some((resource) => resource.id === picked) ? picked : (linked[0]?.id ?? null);
  const calendarId = links.find((link) => link.resourceId === resourceId)?.calendarId;
  const consent = useQuery({ ...consentQuery(resourceId ?? ''), enabled: resourceId !== null });
  const address = new URL(url);
  address.searchParams.set('view', 'day');
  address.searchParams.set('date', date);
  if (calendarId && consent.data?.account) {
    address.searchParams.set('account', consent.data.account);
    address.searchParams.set('calendar', calendarId);
  }
  return (
    <aside className={classes.panel} aria-label={t('shell.emulatorTitle')} data-testid="emulator-panel">
      <Group className={classes.head} justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={650} truncate>
          {t('shell.emulatorTitle')}
        </Text>
        <Group gap={4} wrap="nowrap">
          {linked.length > 1 && (
            <Select
              size="xs"
              w={150}
              aria-label={t('planner.resource')}
              allowDeselect={false}
              data={linked.map((resource) => ({ value: resource.id, label: resource.designation }))}
              value={resourceId}
              onChange={setPicked}
            />
          )}
          <ActionIcon
            component="a"
            href={address.href}
            target="_blank"
            rel="noreferrer"
            variant="subtle"
            color="gray"
            c="var(--ink-soft)"
            aria-label={t('shell.emulatorOpen')}
          >
            <IconExternalLink size={17} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--ink-soft)"
            aria-label={t('shell.emulatorHide')}
            onClick={onClose}
          >
            <IconX size={17} />
          </ActionIcon>
        </Group>
      </Group>
      {/* Only once the account is known: the page would begin with another one's calendars. */}
      {!consent.isLoading && (
        <iframe
          key={address.href}
          className={classes.frame}
          src={address.href}
          title={t('shell.emulatorTitle')}
          sandbox="allow-scripts allow-same-origin allow-forms allow-modals"
        />
      )}
    </aside>
  );
}
