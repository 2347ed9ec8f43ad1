import { Button, Group, MultiSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Branch, DayItem, Resource } from '../api/scheduling';
import { Dialog } from '../shell/dialog';
import { ProblemAlert } from '../shell/problem-alert';
import { dateOfWall, instantOf, timeOfWall, wallFrom } from '../time/wall-time';
import type { AppointmentCommands } from './appointment-commands';
import { wallSpan } from './day-items';
import { SlotFields, type SlotValues } from './slot-fields';

interface Props {
  readonly branch: Branch;
  readonly resources: readonly Resource[];
  readonly item: DayItem;
  readonly commands: AppointmentCommands;
  onClose(): void;
}

function firstValues(item: DayItem, zone: string): SlotValues {
  const { start, end } = wallSpan(item.start, item.end, zone);
  return { date: dateOfWall(start), start: timeOfWall(start), end: timeOfWall(end) };
}

/** Moving without a drag: by keyboard, or with a single pointer (WCAG 2.2, 2.5.7). The same command as the drag. */
export function MoveDialog({ branch, resources, item, commands, onClose }: Props) {
  const { t } = useTranslation();
  const zone = branch.timeZone;
  const [values, setValues] = useState(() => firstValues(item, zone));
  const [resourceIds, setResourceIds] = useState<readonly string[]>(item.resourceIds);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const endTooEarly = values.end <= values.start;

  const submit = async (): Promise<void> => {
    if (!('at' in item.start) || !('at' in item.end)) return;
    setPending(true);
    const instant = (time: string, like: string) => instantOf(wallFrom(values.date, time), zone, like);
    try {
      await commands.move(item, {
        start: { at: instant(values.start, item.start.at), zone: item.start.zone },
        end: { at: instant(values.end, item.end.at), zone: item.end.zone },
        resourceIds,
      });
      onClose();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setPending(false);
    }
  };

  return (
    <Dialog onClose={onClose} title={t('move.title', { title: item.title })}>
      <form
        data-testid="move-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack>
          <MultiSelect
            label={t('move.resource')}
            data={resources.map((resource) => ({ value: resource.id, label: resource.designation }))}
            value={[...resourceIds]}
            error={resourceIds.length === 0 ? t('create.resourcesMissing') : null}
            onChange={setResourceIds}
          />
          <SlotFields values={values} error={endTooEarly ? t('create.endTooEarly') : null} onChange={setValues} />
          {error !== null && <ProblemAlert error={error} title={t('command.notMoved')} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button
              type="submit"
              loading={pending}
              disabled={endTooEarly || resourceIds.length === 0}
              data-testid="move-submit"
              data-autofocus
            >
              {t('move.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
