import { ActionIcon, Button, Group, Select, Text, Tooltip } from '@mantine/core';
import { IconBrandGoogle, IconBuildingStore, IconKeyboard } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Branch } from '../api/scheduling';
import { settingsQuery, type Profile } from '../api/session';
import type { Connection } from '../live/connection';
import classes from './header.module.css';
import { LanguageMenu } from './language-menu';
import { Logo } from './logo';
import { useIsNarrow } from './screen';
import { ThemeMenu } from './theme-menu';
import { UserMenu } from './user-menu';

interface Props {
  readonly profile: Profile;
  readonly branches: readonly Branch[];
  readonly branch: Branch | undefined;
  readonly connection: Connection;
  readonly googleBeside: boolean;
  onGoogleBeside(shown: boolean): void;
  onBranch(id: string): void;
  onHelp(): void;
}

export function Header(props: Props) {
  const { profile, branches, branch, connection, googleBeside, onGoogleBeside, onBranch, onHelp } = props;
  const { t } = useTranslation();
  const narrow = useIsNarrow();
  const settings = useQuery(settingsQuery());
  const beside = t(googleBeside ? 'shell.emulatorHide' : 'shell.emulatorShow');
  return (
    <header className={classes.header}>
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Logo size={28} />
        {!narrow && (
          <Text fw={700} size="lg" className={classes.name}>
            {t('app.name')}
          </Text>
        )}
        <Select
          className={classes.branch}
          aria-label={t('planner.branch')}
          leftSection={<IconBuildingStore size={17} stroke={1.7} />}
          allowDeselect={false}
          data={branches.map((one) => ({ value: one.id, label: one.name }))}
          value={branch?.id ?? null}
          onChange={(id) => id && onBranch(id)}
          data-testid="branch"
        />
      </Group>
      <Group gap={4} wrap="nowrap">
        {!narrow && <ConnectionDot connection={connection} />}
        {settings.data?.emulatorUrl &&
          (narrow ? (
            <ActionIcon
              variant={googleBeside ? 'light' : 'subtle'}
              size={36}
              aria-label={beside}
              aria-pressed={googleBeside}
              onClick={() => onGoogleBeside(!googleBeside)}
            >
              <IconBrandGoogle size={18} />
            </ActionIcon>
          ) : (
            <Button
              variant={googleBeside ? 'light' : 'default'}
              leftSection={<IconBrandGoogle size={17} />}
              aria-pressed={googleBeside}
              onClick={() => onGoogleBeside(!googleBeside)}
              data-testid="toggle-emulator"
            >
              {beside}
            </Button>
          ))}
        <LanguageMenu />
        <ThemeMenu />
        {!narrow && (
          <Tooltip label={t('shell.shortcuts')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--ink-soft)"
              size={36}
              aria-label={t('shell.shortcuts')}
              onClick={onHelp}
            >
              <IconKeyboard size={20} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        <UserMenu profile={profile} onHelp={onHelp} />
      </Group>
    </header>
  );
}

const words = { connecting: 'live.connecting', live: 'live.live', offline: 'live.offlineShort' } as const;

function ConnectionDot({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  return (
    <span className={classes.connection} data-state={connection.state} data-testid="connection">
      <span className={classes.dot} aria-hidden />
      {t(words[connection.state])}
    </span>
  );
}
