import { Button, Group, Loader, Progress, Stack, Stepper, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CalendarLink } from '../api/google';
import type { Resource } from '../api/scheduling';
import { Dialog } from '../shell/dialog';
import { ProblemAlert } from '../shell/problem-alert';
import { useIsPhone } from '../shell/screen';
import { useNow } from '../time/use-now';
import { badgeOf, progressOf } from './badge';
import { ChooseStep } from './choose-step';
import { ConfirmStep } from './confirm-step';
import { ExplainStep } from './explain-step';
import { useLinkText } from './link-text';
import { useConnect } from './use-connect';
import type { Wizard } from './wizard';

const stepIndex: Readonly<Record<Wizard['step'], number>> = {
  explain: 0,
  consenting: 0,
  'loading-calendars': 1,
  choose: 1,
  checking: 1,
  confirm: 2,
  starting: 3,
  exporting: 3,
  live: 4,
  failed: 0,
};

interface Props {
  readonly resource: Resource;
  readonly branchId: string;
  /** It has a calendar already and needs the consent alone. */
  readonly isLinked: boolean;
  onClose(): void;
}

/** From consent to live in one dialog; the step lives in `wizard.ts`, this only shows it. */
export function ConnectDialog({ resource, branchId, isLinked, onClose }: Props) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const connect = useConnect(resource, branchId, isLinked);
  const { step } = connect.wizard;
  return (
    <Dialog onClose={onClose} large title={t('google.title', { resource: resource.designation })}>
      <Stack gap="lg">
        {step !== 'failed' && (
          <Stepper active={stepIndex[step]} size="xs" iconSize={26} allowNextStepsSelect={false} wrap={false}>
            {(['consent', 'calendar', 'check', 'sync'] as const).map((name) => (
              <Stepper.Step
                key={name}
                label={<span className={phone ? 'visually-hidden' : undefined}>{t(`google.steps.${name}`)}</span>}
              />
            ))}
          </Stepper>
        )}
        <div aria-live="polite" data-testid="connect-step" data-step={step}>
          <Step connect={connect} resource={resource} onClose={onClose} />
        </div>
      </Stack>
    </Dialog>
  );
}

interface StepProps {
  readonly connect: ReturnType<typeof useConnect>;
  readonly resource: Resource;
  onClose(): void;
}

function Step({ connect, resource, onClose }: StepProps) {
  const { t } = useTranslation();
  const { wizard, dispatch } = connect;
  switch (wizard.step) {
    case 'explain':
      return (
        <ExplainStep
          resource={resource}
          plan={wizard.plan}
          failure={wizard.failure}
          onPlan={(plan) => dispatch({ type: 'plan-chosen', plan })}
          onGo={(shareAccount) => void connect.goToGoogle(wizard.plan, shareAccount)}
        />
      );
    case 'consenting':
      return (
        <Waiting text={t('google.waiting')} hint={t('google.waitingHint')}>
          <Button variant="subtle" onClick={connect.focusWindow}>
            {t('google.reopen')}
          </Button>
        </Waiting>
      );
    case 'loading-calendars':
      return <Waiting text={t('google.loadingCalendars')} />;
    case 'choose':
    case 'checking':
      return (
        <ChooseStep
          resource={resource}
          choosing={wizard}
          checking={wizard.step === 'checking'}
          onChoose={(choice) => dispatch({ type: 'chosen', choice })}
          onAskExisting={() => dispatch({ type: 'plan-chosen', plan: 'existing' })}
          onNext={() => wizard.choice && void connect.check(wizard.choice)}
        />
      );
    case 'confirm':
      return <ConfirmStep wizard={wizard} dispatch={dispatch} onStart={() => void connect.start()} />;
    case 'starting':
      return <Waiting text={t('google.exporting')} />;
    case 'exporting':
      return <Exporting link={wizard.link} onClose={onClose} />;
    case 'live':
      return (
        <Stack align="center" gap="sm" py="md">
          <ThemeIcon size={56} radius="xl" color="teal.8">
            <IconCheck size={32} />
          </ThemeIcon>
          <Title order={2} size="h3">
            {t('google.live.lead')}
          </Title>
          <Text ta="center" maw={420}>
            {t('google.live.text', { resource: resource.designation, calendar: wizard.link.calendarSummary })}
          </Text>
          <Button mt="sm" onClick={onClose} data-testid="connect-done" data-autofocus>
            {t('google.live.done')}
          </Button>
        </Stack>
      );
    case 'failed':
      return (
        <Stack>
          <ProblemAlert title={t('google.failed')} error={wizard.problem} />
          <Group justify="flex-end">
            <Button onClick={() => dispatch({ type: 'retry' })}>{t('app.retry')}</Button>
          </Group>
        </Stack>
      );
  }
}

function Waiting({ text, hint, children }: { text: string; hint?: string; children?: React.ReactNode }) {
  return (
    <Stack align="center" gap="sm" py="xl">
      <Loader />
      <Text fw={550} ta="center">
        {text}
      </Text>
      {hint && (
        <Text size="sm" c="var(--ink-soft)" ta="center" maw={420}>
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}

/** The first export; a link that stopped says why, and the dialog can be closed at any time without stopping it. */
function Exporting({ link, onClose }: { link: CalendarLink; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useLinkText();
  const badge = badgeOf(link, useNow());
  const stopped = link.state === 'broken' || link.state === 'degraded';
  return (
    <Stack gap="sm" py="md">
      <Text fw={550}>{t('google.exporting')}</Text>
      <Progress value={progressOf(link)} size="lg" radius="xl" aria-label={t('google.exporting')} />
      <Text size="sm" c="var(--ink-soft)" data-testid="export-progress">
        {t('google.exportedOf', { exported: link.exported, total: link.toExport })}
      </Text>
      {stopped && (
        <>
          <Text size="sm" role="alert">
            {t('google.broken', { sentence: text.explain(badge, link) })}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.close')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
