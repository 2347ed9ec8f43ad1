import { Button, Group, Loader, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { disconnect, previewDisconnect, type CalendarLink, type DisconnectPreview, type OnGoogle } from '../api/google';
import type { Resource } from '../api/scheduling';
import { Dialog } from '../shell/dialog';
import { ProblemAlert } from '../shell/problem-alert';
import { useToasts } from '../shell/toast';

interface Props {
  readonly resource: Resource;
  readonly link: CalendarLink;
  onClose(): void;
}

/** Asks what to do with what is in Google, with the counts; deleting anything needs the typed phrase. */
export function DisconnectDialog({ resource, link, onClose }: Props) {
  const { t } = useTranslation();
  const preview = useQuery({
    queryKey: ['disconnect-preview', link.id],
    queryFn: () => previewDisconnect(link.id),
    gcTime: 0,
    staleTime: 0,
  });
  return (
    <Dialog onClose={onClose} title={t('disconnect.title', { resource: resource.designation })}>
      {preview.isPending && <Loader aria-label={t('app.loading')} />}
      {preview.isError && <ProblemAlert error={preview.error} />}
      {preview.data && <DisconnectForm resource={resource} link={link} preview={preview.data} onClose={onClose} />}
    </Dialog>
  );
}

function DisconnectForm({ resource, link, preview, onClose }: Props & { preview: DisconnectPreview }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toasts = useToasts();
  const [google, setGoogle] = useState<OnGoogle>('leave');
  const [typed, setTyped] = useState('');
  const deletes = google !== 'leave';
  const { token, phrase } = preview.confirmation;
  const submit = useMutation({
    mutationFn: () => disconnect(link.id, google, deletes ? { token, phrase: typed.trim() } : undefined),
    onSuccess: async () => {
      toasts.done(t('disconnect.started', { resource: resource.designation }));
      onClose();
      await queries.invalidateQueries({ queryKey: ['links'] });
    },
  });
  const count = preview.exportedEvents;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit.mutate();
      }}
    >
      <Stack>
        <Text>{t('disconnect.lead', { calendar: link.calendarSummary })}</Text>
        <Radio.Group label={t('disconnect.google')} value={google} onChange={setGoogle}>
          <Stack gap={8} mt="xs">
            <Radio value="leave" label={t('disconnect.leave', { count })} />
            <Radio value="delete-events" color="red" label={t('disconnect.deleteEvents', { count })} />
            {preview.calendarCreatedByKalends && (
              <Radio
                value="delete-calendar"
                color="red"
                label={t('disconnect.deleteCalendar', { count: preview.eventsInCalendar ?? 0 })}
              />
            )}
          </Stack>
        </Radio.Group>
        <div>
          <Text fw={500} size="sm">
            {t('disconnect.kalends')}
          </Text>
          <Text size="sm">{t('disconnect.kalendsKept', { count: preview.importedAppointments })}</Text>
        </div>
        {deletes && (
          <TextInput
            label={t('disconnect.type', { phrase })}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {submit.isError && <ProblemAlert error={submit.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            type="submit"
            color="red"
            loading={submit.isPending}
            disabled={deletes && typed.trim() !== phrase}
            data-testid="disconnect-submit"
          >
            {t('disconnect.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
