import { Alert, Button, Group, List, Radio, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertCircle, IconBrandGoogle, IconSquareCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConsentPlan } from '../api/google';
import type { Resource } from '../api/scheduling';
import type { ConsentFailure } from './wizard';

const boxes = { create: ['own', 'list'], existing: ['own', 'list', 'existing'] } as const;

interface Props {
  readonly resource: Resource;
  readonly plan: ConsentPlan;
  readonly failure: ConsentFailure | null;
  onPlan(plan: ConsentPlan): void;
  /** `shareAccount`: another resource has this Google account too, and that is meant. */
  onGo(shareAccount: boolean): void;
}

/** What each of Google's boxes is for, before Google's page opens; after a failed try, what happened. */
export function ExplainStep({ resource, plan, failure, onPlan, onGo }: Props) {
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
      <Radio.Group label={t('google.explain.plan')} value={plan} onChange={onPlan}>
        <Stack gap={8} mt={8}>
          <Radio value="create" label={t('google.explain.planCreate')} data-testid="plan-create" />
          <Radio value="existing" label={t('google.explain.planExisting')} data-testid="plan-existing" />
        </Stack>
      </Radio.Group>
      <Text>{t('google.explain.window')}</Text>
      <List
        spacing="sm"
        icon={
          <ThemeIcon variant="light" size={26} radius="md">
            <IconSquareCheck size={18} aria-hidden />
          </ThemeIcon>
        }
      >
        {boxes[plan].map((box) => (
          <List.Item key={box}>
            <Text fw={600} span>
              {t(`google.explain.box.${box}`)}
            </Text>
            <Text size="sm">{t(`google.explain.why.${box}`)}</Text>
          </List.Item>
        ))}
      </List>
      <Text size="sm" c="var(--ink-soft)">
        {t('google.explain.privacy')}
      </Text>
      <Group justify="flex-end">
        {failure === 'account-in-use' && (
          <Button variant="default" onClick={() => onGo(true)} data-testid="share-account">
            {t('google.explain.share')}
          </Button>
        )}
        <Button
          leftSection={<IconBrandGoogle size={18} />}
          onClick={() => onGo(false)}
          data-testid="go-to-google"
          data-autofocus
        >
          {failure ? t('app.retry') : t('google.explain.go')}
        </Button>
      </Group>
    </Stack>
  );
}
