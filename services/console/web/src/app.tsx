import { Button, Center, Loader, Stack } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from './api/session';
import { ProblemAlert } from './shell/problem-alert';
import { PlannerPage } from './planner/planner-page';
import { SignInPage } from './sign-in/sign-in-page';

/** The planner for who is signed in, the sign-in page for everybody else. */
export function App() {
  const { t, i18n } = useTranslation();
  const session = useQuery(sessionQuery());

  if (session.isPending) {
    return (
      <Center h="100%">
        <Loader aria-label={t('app.loading')} />
      </Center>
    );
  }
  if (session.isError) {
    return (
      <Center h="100%" p="md">
        <Stack maw={420}>
          <ProblemAlert error={session.error} />
          <Button onClick={() => void session.refetch()}>{t('app.retry')}</Button>
        </Stack>
      </Center>
    );
  }
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
      {session.data ? <PlannerPage profile={session.data} /> : <SignInPage />}
    </DatesProvider>
  );
}
