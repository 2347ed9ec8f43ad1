import { Group, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TimeWriter } from '../time/format';
import type { Connection } from './connection';
import classes from './offline-banner.module.css';

export function OfflineBanner({ connection, writer }: { connection: Connection; writer: TimeWriter }) {
  const { t } = useTranslation();
  return (
    <output>
      {connection.state === 'offline' && (
        <Group className={classes.banner} gap="xs" wrap="nowrap" data-testid="offline-banner">
          <IconCloudOff size={18} aria-hidden />
          <Text size="sm">{t('live.offline', { time: writer.clock(connection.since.toISOString()) })}</Text>
        </Group>
      )}
    </output>
  );
}
