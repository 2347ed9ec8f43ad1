import { Group, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeWriter } from '../time/format';
import type { Connection } from './connection';
import classes from './offline-banner.module.css';

/** A reconnect that succeeds this fast is not worth a word. */
const patienceMs = 2500;

export function OfflineBanner({ connection, writer }: { connection: Connection; writer: TimeWriter }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const offline = connection.state === 'offline';
  useEffect(() => {
    if (!offline) return setShown(false);
    const timer = window.setTimeout(() => setShown(true), patienceMs);
    return () => window.clearTimeout(timer);
  }, [offline]);
  return (
    <div role="status">
      {shown && connection.state === 'offline' && (
        <Group className={classes.banner} gap="xs" wrap="nowrap" data-testid="offline-banner">
          <IconCloudOff size={18} aria-hidden />
          <Text size="sm">{t('live.offline', { time: writer.clock(connection.since.toISOString()) })}</Text>
        </Group>
      )}
    </div>
  );
}
