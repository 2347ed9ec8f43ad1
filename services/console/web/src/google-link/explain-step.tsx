import { Alert, Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertCircle, IconBrandGoogle, IconSquareCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../api/scheduling';
import type { ConsentFailure } from './wizard';

interface Props {
  readonly resource: Resource;
  readonly failure: ConsentFailure | null;
  onGo(): void;
}

/** What each of Google's boxes is for, before Google's page opens; after a failed try, what happened. */
export function ExplainStep({ resource, failure, onGo }: Props) {
  const { t } = useTranslation();
  return (
    <Stack>
      {failure && (
        <Alert
          color="yellow"
          variant="light"
          icon={<IconAlertCircle />}
          role="alert"
          data-testid="consent-failure"
          data-failure={failure}
        >
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`google.failure.${failure}`)}
          </Text>
        </Alert>
      )}
      <Text>{t('google.explain.lead', { resource: resource.designation })}</Text>
      <Text>{t('google.explain.window')}</Text>
      <List
        spacing="sm"
        icon={
          <ThemeIcon variant="light" size={26} radius="md">
            <IconSquareCheck size={18} aria-hidden />
          </ThemeIcon>
        }
      >
        <List.Item>
          <Text fw={600} span>
            {t('google.explain.boxOwn')}
          </Text>
          <Text size="sm">{t('google.explain.boxOwnWhy')}</Text>
        </List.Item>
        <List.Item>
          <Text fw={600} span>
            {t('google.explain.boxList')}
          </Text>
          <Text size="sm">{t('google.explain.boxListWhy')}</Text>
        </List.Item>
      </List>
      <Text size="sm" c="var(--ink-soft)">
        {t('google.explain.privacy')}
      </Text>
      <Group justify="flex-end">
        <Button leftSection={<IconBrandGoogle size={18} />} onClick={onGo} data-testid="go-to-google" data-autofocus>
          {failure ? t('app.retry') : t('google.explain.go')}
        </Button>
      </Group>
    </Stack>
  );
}
