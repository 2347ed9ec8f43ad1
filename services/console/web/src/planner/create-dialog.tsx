import { Button, Group, MultiSelect, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { customersQuery, templatesQuery, type Branch, type Resource } from '../api/scheduling';
import { Dialog } from '../shell/dialog';
import { ProblemAlert } from '../shell/problem-alert';
import { instantOf, wallFrom } from '../time/wall-time';
import type { AppointmentCommands } from './appointment-commands';
import { endAfter, SlotFields, type SlotValues } from './slot-fields';

export interface NewSlot extends SlotValues {
  readonly resourceId: string | null;
}

interface Props {
  readonly branch: Branch;
  readonly resources: readonly Resource[];
  readonly slot: NewSlot;
  readonly commands: AppointmentCommands;
  onClose(): void;
}

/** A new appointment; what was typed stays when the server refuses it. */
export function CreateDialog({ branch, resources, slot, commands, onClose }: Props) {
  const { t } = useTranslation();
  // One key for this dialog: pressing twice, or again after a lost answer, makes one appointment.
  const [key] = useState(() => crypto.randomUUID());
  const templates = useQuery(templatesQuery());
  const customers = useQuery(customersQuery());
  const form = useForm({
    initialValues: {
      title: '',
      templateId: null as string | null,
      customerId: null as string | null,
      resourceIds: slot.resourceId ? [slot.resourceId] : [],
      slot: { date: slot.date, start: slot.start, end: slot.end },
      description: '',
    },
    validate: {
      title: (value) => (value.trim() ? null : t('create.subjectMissing')),
      resourceIds: (value) => (value.length > 0 ? null : t('create.resourcesMissing')),
      slot: (value) => (value.end > value.start ? null : t('create.endTooEarly')),
    },
  });

  const useTemplate = (id: string | null): void => {
    form.setFieldValue('templateId', id);
    const template = templates.data?.find((one) => one.id === id);
    if (!template) return;
    const values = form.getValues();
    if (!form.isDirty('title') || !values.title) form.setFieldValue('title', template.designation);
    form.setFieldValue('slot', { ...values.slot, end: endAfter(values.slot.start, template.durationMinutes) });
  };

  const submit = form.onSubmit((values) => {
    const zone = branch.timeZone;
    const at = (time: string) => ({ at: instantOf(wallFrom(values.slot.date, time), zone), zone });
    const appointment = {
      branchId: branch.id,
      resourceIds: values.resourceIds,
      customerIds: values.customerId ? [values.customerId] : [],
      templateId: values.templateId,
      title: values.title.trim(),
      description: values.description,
      start: at(values.slot.start),
      end: at(values.slot.end),
    };
    commands.create.mutate({ appointment, key }, { onSuccess: onClose });
  });

  return (
    <Dialog onClose={onClose} large title={t('create.title')}>
      <form onSubmit={submit} data-testid="create-form">
        <Stack>
          <TextInput label={t('create.subject')} data-autofocus maxLength={200} {...form.getInputProps('title')} />
          <Group grow align="flex-start">
            <Select
              label={t('create.template')}
              placeholder={t('create.noTemplate')}
              clearable
              clearButtonProps={{ 'aria-label': t('create.noTemplate') }}
              data={(templates.data ?? []).map((template) => ({ value: template.id, label: template.designation }))}
              value={form.values.templateId}
              onChange={useTemplate}
            />
            <Select
              label={t('create.customer')}
              placeholder={t('create.noCustomer')}
              searchable
              clearable
              clearButtonProps={{ 'aria-label': t('create.noCustomer') }}
              data={(customers.data ?? []).map((customer) => ({ value: customer.id, label: customer.name }))}
              {...form.getInputProps('customerId')}
            />
          </Group>
          <MultiSelect
            label={t('create.resources')}
            data={resources.map((resource) => ({ value: resource.id, label: resource.designation }))}
            {...form.getInputProps('resourceIds')}
          />
          <SlotFields
            values={form.values.slot}
            error={form.errors.slot}
            onChange={(values) => form.setFieldValue('slot', { ...values })}
          />
          <Textarea label={t('create.note')} autosize minRows={2} {...form.getInputProps('description')} />
          {commands.create.isError && <ProblemAlert error={commands.create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" loading={commands.create.isPending} data-testid="create-submit">
              {t('create.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
