import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem';
import { errorText } from '../i18n/error-text';
import { SupportId } from './problem-alert';

export const undoForMs = 10_000;

export interface Toasts {
  /** Says that something was done; with `undo` it offers to take it back for ten seconds. */
  done(message: string, undo?: () => void): void;
  failed(title: string, error: unknown): void;
}

export function useToasts(): Toasts {
  const { t } = useTranslation();
  return useMemo(() => {
    const closeButtonProps = { 'aria-label': t('app.close') };
    return {
      done(message, undo) {
        const id = notifications.show({
          icon: <IconCheck size={18} />,
          color: 'teal.8',
          withBorder: true,
          closeButtonProps,
          autoClose: undo ? undoForMs : 5000,
          message: (
            <Group justify="space-between" wrap="nowrap" gap="md">
              <Text size="sm" c="var(--mantine-color-text)">
                {message}
              </Text>
              {undo && (
                <Button
                  size="compact-sm"
                  variant="light"
                  data-testid="undo"
                  onClick={() => {
                    notifications.hide(id);
                    undo();
                  }}
                >
                  {t('command.undo')}
                </Button>
              )}
            </Group>
          ),
        });
      },
      failed(title, error) {
        const problem = asProblem(error);
        notifications.show({
          icon: <IconAlertTriangle size={18} />,
          color: 'red.8',
          withBorder: true,
          closeButtonProps,
          autoClose: 12_000,
          title,
          message: (
            <>
              <Text size="sm" c="var(--mantine-color-text)" data-testid="refusal">
                {errorText(problem, t)}
              </Text>
              <SupportId traceId={problem.traceId} />
            </>
          ),
        });
      },
    };
  }, [t]);
}
