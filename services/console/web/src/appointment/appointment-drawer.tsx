import { Alert, Badge, Button, Divider, Drawer, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconArrowsMove, IconCheck, IconRestore, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { appointmentQuery, customersQuery, type Appointment, type DayItem, type Resource } from '../api/scheduling';
import type { AppointmentCommands } from '../planner/appointment-commands';
import { ProblemAlert } from '../shell/problem-alert';
import { useIsPhone } from '../shell/screen';
import type { TimeWriter } from '../time/format';
import classes from './appointment-drawer.module.css';
import { Timeline } from './timeline';
import type { Names } from './timeline-text';

interface Props {
  readonly appointmentId: string;
  /** The occurrence that was opened, when it is on the shown day. */
  readonly item: DayItem | undefined;
  readonly resources: readonly Resource[];
  readonly zone: string;
  readonly userId: string;
  readonly writer: TimeWriter;
  readonly commands: AppointmentCommands;
  onMove(item: DayItem): void;
  onClose(): void;
}

export function AppointmentDrawer(props: Props) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const appointment = useQuery(appointmentQuery(props.appointmentId));
  return (
    <Drawer
      opened
      onClose={props.onClose}
      size={phone ? '100%' : 480}
      overlayProps={{ backgroundOpacity: 0.2 }}
      title={t('appointment.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      data-testid="appointment-drawer"
    >
      {appointment.isPending && <Loader aria-label={t('app.loading')} />}
      {appointment.isError && <ProblemAlert error={appointment.error} />}
      {appointment.data && <Details {...props} appointment={appointment.data} />}
    </Drawer>
  );
}

function Details({
  appointment,
  item,
  resources,
  zone,
  userId,
  writer,
  commands,
  onMove,
  onClose,
}: Props & { appointment: Appointment }) {
  const { t } = useTranslation();
  const { content } = appointment;
  const customers = useQuery(customersQuery());
  const names: Names = Object.fromEntries([
    ...resources.map((resource) => [resource.id, resource.designation]),
    ...(customers.data ?? []).map((customer) => [customer.id, customer.name]),
  ]);
  const listed = (ids: readonly string[]): string => ids.map((id) => names[id] ?? '…').join(', ');
  const cancelled = appointment.status === 'cancelled';
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h3" className={classes.title}>
          {item?.title ?? content.title}
        </Title>
        <Group gap={6} mt={6}>
          <Badge variant="light" color={cancelled ? 'gray' : 'indigo'} tt="none" size="lg">
            {t(`status.${appointment.status}`)}
          </Badge>
          {appointment.overbooked && (
            <Badge variant="filled" color="red.9" tt="none" size="lg" leftSection={<IconAlertTriangle size={13} />}>
              {t('planner.overbooked')}
            </Badge>
          )}
        </Group>
      </div>
      {appointment.overbooked && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle />}>
          <Text size="sm" c="var(--mantine-color-text)">
            {t('appointment.overbookedHint')}
          </Text>
        </Alert>
      )}
      <Actions appointment={appointment} item={item} commands={commands} onMove={onMove} onCancelled={onClose} />
      <dl className={classes.fields}>
        <Field label={t('appointment.when')}>
          {writer.span(item?.start ?? content.start, item?.end ?? content.end)}
        </Field>
        <Field label={t('appointment.who')}>{listed(item?.resourceIds ?? appointment.resourceIds)}</Field>
        {appointment.customerIds.length > 0 && (
          <Field label={t('appointment.customers')}>{listed(appointment.customerIds)}</Field>
        )}
        {content.location && <Field label={t('appointment.location')}>{content.location}</Field>}
        {content.description && <Field label={t('appointment.note')}>{content.description}</Field>}
        {content.recurrence && <Field label={t('appointment.series')}>{t('appointment.seriesHint')}</Field>}
        <Field label={t('appointment.source')}>
          {t(`origin.${appointment.origin}`)} · {t('appointment.version', { version: appointment.version })}
        </Field>
      </dl>
      <Divider />
      <Group justify="space-between" align="baseline">
        <Title order={3} size="h5">
          {t('appointment.timeline')}
        </Title>
        <Text size="xs" c="var(--ink-soft)">
          {t('appointment.timelineZone', { zone })}
        </Text>
      </Group>
      <Timeline
        appointmentId={appointment.id}
        currentVersion={appointment.version}
        userId={userId}
        writer={writer}
        names={names}
        onRestore={(version) => void commands.restore(appointment, version).catch(() => undefined)}
      />
    </Stack>
  );
}

const Field = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className={classes.field}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

interface ActionProps {
  readonly appointment: Appointment;
  readonly item: DayItem | undefined;
  readonly commands: AppointmentCommands;
  onMove(item: DayItem): void;
  onCancelled(): void;
}

function Actions({ appointment, item, commands, onMove, onCancelled }: ActionProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  // A refusal has been told by a toast; here only the button comes back.
  const run = (command: Promise<void>): Promise<void> => {
    setBusy(true);
    return command.catch(() => undefined).finally(() => setBusy(false));
  };
  if (appointment.status === 'cancelled') {
    return (
      <Button
        leftSection={<IconRestore size={17} />}
        loading={busy}
        onClick={() => void run(commands.restore(appointment, 0))}
      >
        {t('appointment.restore')}
      </Button>
    );
  }
  return (
    <Group gap="xs">
      {item && 'at' in item.start && (
        <Button leftSection={<IconArrowsMove size={17} />} onClick={() => onMove(item)} data-testid="move">
          {t('appointment.move')}
        </Button>
      )}
      {appointment.status === 'confirmed' && (
        <Button
          variant="default"
          leftSection={<IconCheck size={17} />}
          disabled={busy}
          onClick={() => void run(commands.complete(appointment))}
        >
          {t('appointment.complete')}
        </Button>
      )}
      {item && (
        <Button
          variant="subtle"
          color="red"
          c="var(--danger)"
          leftSection={<IconX size={17} />}
          disabled={busy}
          data-testid="cancel-appointment"
          onClick={() => void run(commands.cancel(item)).then(onCancelled)}
        >
          {t('appointment.cancel')}
        </Button>
      )}
    </Group>
  );
}
