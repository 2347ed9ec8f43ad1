import { Box, Button, Center, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery, signIn } from '../api/session';
import { LanguageMenu } from '../shell/language-menu';
import { Logo } from '../shell/logo';
import { ProblemAlert } from '../shell/problem-alert';
import { ThemeMenu } from '../shell/theme-menu';

export function SignInPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const login = useRef<HTMLInputElement>(null);
  useEffect(() => login.current?.focus(), []);
  const form = useForm({ initialValues: { login: '', password: '' } });
  const submit = useMutation({
    mutationFn: (values: { login: string; password: string }) => signIn(values.login, values.password),
    onSuccess: async () => {
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      await queries.invalidateQueries(sessionQuery());
    },
  });

  return (
    <Center component="main" mih="100%" p="md" bg="var(--surface-raised)">
      <Box w="100%" maw={380}>
        <Stack align="center" gap={6} mb="lg">
          <Logo size={44} />
          <Title order={1} size="h2">
            {t('app.name')}
          </Title>
          <Text c="var(--ink-soft)" size="sm" ta="center" style={{ textWrap: 'balance' }}>
            {t('app.claim')}
          </Text>
        </Stack>
        <Paper withBorder shadow="sm" p="xl" radius="lg">
          <form onSubmit={form.onSubmit((values) => submit.mutate(values))}>
            <Stack>
              <TextInput
                label={t('signIn.login')}
                autoComplete="username"
                ref={login}
                required
                withAsterisk={false}
                {...form.getInputProps('login')}
              />
              <PasswordInput
                label={t('signIn.password')}
                autoComplete="current-password"
                required
                withAsterisk={false}
                {...form.getInputProps('password')}
              />
              {submit.isError && <ProblemAlert error={submit.error} />}
              <Button type="submit" fullWidth mt="xs" loading={submit.isPending}>
                {t('signIn.submit')}
              </Button>
            </Stack>
          </form>
        </Paper>
        <Group justify="center" gap={4} mt="md">
          <LanguageMenu />
          <ThemeMenu />
        </Group>
      </Box>
    </Center>
  );
}
