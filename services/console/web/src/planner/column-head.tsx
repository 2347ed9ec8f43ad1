import { Group, Text } from '@mantine/core';
import { IconDoor, IconUser } from '@tabler/icons-react';
import type { CalendarLink } from '../api/google';
import type { Resource } from '../api/scheduling';
import { GoogleBadge } from '../google-link/google-badge';
import type { TimeWriter } from '../time/format';
import classes from './column-head.module.css';

interface Props {
  readonly resource: Resource;
  readonly link: CalendarLink | undefined;
  /** The branch's switch for Google; off means that nothing of it is reachable. */
  readonly googleEnabled: boolean;
  readonly now: Date;
  readonly writer: TimeWriter;
  onConnect(): void;
  onDisconnect(): void;
}

export function ColumnHead({ resource, link, googleEnabled, now, writer, onConnect, onDisconnect }: Props) {
  const Icon = resource.isLocation ? IconDoor : IconUser;
  return (
    <div className={classes.head} data-testid={`column-${resource.id}`}>
      <Group gap={8} wrap="nowrap">
        <span className={classes.mark} style={{ background: resource.color }}>
          <Icon size={14} stroke={2} aria-hidden />
        </span>
        <Text fw={650} size="sm" truncate title={resource.designation}>
          {resource.designation}
        </Text>
      </Group>
      {googleEnabled && (
        <GoogleBadge
          resource={resource}
          link={link}
          now={now}
          writer={writer}
          onConnect={onConnect}
          onDisconnect={onDisconnect}
        />
      )}
    </div>
  );
}
