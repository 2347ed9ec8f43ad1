import { Button, Divider, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconBrandGoogle,
  IconClockExclamation,
  IconCloudCheck,
  IconCloudUp,
  IconPlugConnected,
  IconRefresh,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { approveDeletions, syncNow, type CalendarLink } from '../api/google';
import type { Resource } from '../api/scheduling';
import { useToasts } from '../shell/toast';
import type { TimeWriter } from '../time/format';
import { badgeOf, type Badge } from './badge';
import classes from './google-badge.module.css';
import { useLinkText } from './link-text';

interface Props {
  readonly resource: Resource;
  readonly link: CalendarLink | undefined;
  readonly now: Date;
  readonly writer: TimeWriter;
  onConnect(): void;
  onDisconnect(): void;
}

const icons = {
  none: IconBrandGoogle,
  starting: IconPlugConnected,
  exporting: IconCloudUp,
  live: IconCloudCheck,
  late: IconClockExclamation,
  retrying: IconRefresh,
  broken: IconAlertTriangle,
  disconnecting: IconPlugConnected,
} as const;

/** State and lag of a resource's Google link as a button; what it means and what to do about it in its popover. */
export function GoogleBadge(props: Props) {
  const { resource, link, now, writer, onConnect, onDisconnect } = props;
  const [opened, { toggle, close }] = useDisclosure();
  const { t } = useTranslation();
  const text = useLinkText();
  const badge = badgeOf(link, now);
  const age = badge.ageSeconds === null ? null : writer.ago(badge.ageSeconds);
  const Icon = icons[badge.state];
  const leave = (action: () => void) => () => {
    close();
    action();
  };
  return (
    <Popover opened={opened} onChange={close} position="bottom-start" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.badge}
          data-tone={badge.tone}
          data-state={badge.state}
          data-testid={`google-badge-${resource.id}`}
          onClick={toggle}
        >
          <Icon size={14} stroke={2} aria-hidden />
          <span className="visually-hidden">{t('badge.of', { resource: resource.designation })} </span>
          <span className={classes.text}>{text.state(badge)}</span>
          {age && badge.state !== 'exporting' && (
            <span className={classes.age}>· {writer.ago(badge.ageSeconds ?? 0, true)}</span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <BadgeDetails
          badge={badge}
          link={link}
          age={age}
          onConnect={leave(onConnect)}
          onDisconnect={leave(onDisconnect)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface DetailsProps {
  readonly badge: Badge;
  readonly link: CalendarLink | undefined;
  readonly age: string | null;
  onConnect(): void;
  onDisconnect(): void;
}

function BadgeDetails({ badge, link, age, onConnect, onDisconnect }: DetailsProps) {
  const { t } = useTranslation();
  const text = useLinkText();
  const toasts = useToasts();
  const queries = useQueryClient();
  const asked = {
    onSuccess: () => toasts.done(t('badge.syncRequested')),
    onError: (error: Error) => toasts.failed(t('command.failed'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['links'] }),
  };
  const sync = useMutation({ mutationFn: (id: string) => syncNow(id), ...asked });
  const approve = useMutation({ mutationFn: (id: string) => approveDeletions(id), ...asked });
  const connected = link && badge.state !== 'none';
  const needsConsent = badge.state === 'broken' && link?.reason === 'needs-consent';
  return (
    <Stack gap="xs">
      <Text fw={650} size="sm">
        {text.state(badge)}
      </Text>
      <Text size="sm">{text.explain(badge, link)}</Text>
      {connected && (
        <>
          <Divider />
          <Text size="xs" c="var(--ink-soft)">
            {t('badge.calendar', { name: link.calendarSummary })}
            <br />
            {t(`badge.mode.${link.mode}`)}
            <br />
            {age ? t('badge.last', { age }) : t('badge.never')}
            {link.pending > 0 && (
              <>
                <br />
                {t('badge.pending', { count: link.pending })}
              </>
            )}
          </Text>
        </>
      )}
      {!connected && (
        <Button size="sm" leftSection={<IconBrandGoogle size={16} />} onClick={onConnect} data-testid="connect-google">
          {t('badge.connect')}
        </Button>
      )}
      {needsConsent && (
        <Button size="sm" onClick={onConnect} data-testid="reconnect-google">
          {t('badge.reconnect')}
        </Button>
      )}
      {connected && badge.state !== 'disconnecting' && (
        <>
          {link.reason === 'mass-deletion' && (
            <Button size="sm" variant="default" loading={approve.isPending} onClick={() => approve.mutate(link.id)}>
              {t('badge.approveDeletions')}
            </Button>
          )}
          {!needsConsent && (
            <Button size="sm" variant="light" loading={sync.isPending} onClick={() => sync.mutate(link.id)}>
              {t('badge.syncNow')}
            </Button>
          )}
          <Button
            size="sm"
            variant="subtle"
            color="red"
            c="var(--danger)"
            onClick={onDisconnect}
            data-testid="disconnect-google"
          >
            {t('badge.disconnect')}
          </Button>
        </>
      )}
    </Stack>
  );
}
