import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem';
import { errorText } from '../i18n/error-text';

/** An error in one sentence with what to do next, and the id that finds its trace. */
export function ProblemAlert({ error, title }: { error: unknown; title?: string }) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={title} role="alert">
      <Text size="sm" c="var(--mantine-color-text)">
        {errorText(problem, t)}
      </Text>
      <SupportId traceId={problem.traceId} />
    </Alert>
  );
}

export function SupportId({ traceId }: { traceId: string | null }) {
  const { t } = useTranslation();
  if (!traceId) return null;
  return (
    <Text size="xs" mt={4} c="var(--ink-soft)" style={{ overflowWrap: 'anywhere' }}>
      {t('app.supportId', { id: traceId })}
    </Text>
  );
}
