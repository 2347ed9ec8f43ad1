import { Button, Loader, Text, Timeline as Line } from '@mantine/core';
import {
  IconApi,
  IconBrandGoogle,
  IconCalendarEvent,
  IconDeviceMobile,
  IconRobot,
  IconWorld,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { timelineQuery, type Origin, type TimelineEntry } from '../api/scheduling';
import { ProblemAlert } from '../shell/problem-alert';
import type { TimeWriter } from '../time/format';
import { actorText, fieldOf, kindOf, originText, valueText, type Names } from './timeline-text';
import classes from './timeline.module.css';

const icons: Readonly<Record<Origin, Icon>> = {
  planner: IconCalendarEvent,
  booking: IconWorld,
  google: IconBrandGoogle,
  caldav: IconDeviceMobile,
  api: IconApi,
  system: IconRobot,
};

interface Props {
  readonly appointmentId: string;
  readonly currentVersion: number;
  readonly userId: string;
  readonly writer: TimeWriter;
  readonly names: Names;
  onRestore(version: number): void;
}

/** The appointment's history, newest first: who, from where, what was and what became of it. */
export function Timeline({ appointmentId, currentVersion, userId, writer, names, onRestore }: Props) {
  const { t } = useTranslation();
  const timeline = useQuery(timelineQuery(appointmentId));
  if (timeline.isPending) return <Loader size="sm" aria-label={t('app.loading')} />;
  if (timeline.isError) return <ProblemAlert error={timeline.error} />;
  const entries = timeline.data;
  return (
    <Line active={entries.length} bulletSize={26} lineWidth={2} data-testid="timeline">
      {entries.map((entry) => {
        const OriginIcon = icons[entry.origin];
        return (
          <Line.Item
            key={entry.id}
            bullet={<OriginIcon size={15} aria-hidden />}
            data-testid="timeline-entry"
            data-origin={entry.origin}
          >
            <Text size="sm">
              <strong>{actorText(entry, userId, t)}</strong> {t(`timeline.kind.${kindOf(entry.kind)}`)}
            </Text>
            <Text size="xs" c="var(--ink-soft)">
              {writer.moment(entry.at)} · {t('timeline.from', { origin: originText(entry.origin, t) })}
            </Text>
            <Changes entry={entry} writer={writer} names={names} />
            {entry.version < currentVersion && entry.kind !== 'conflict-recorded' && (
              <Button size="compact-xs" variant="subtle" ml={-7} mt={2} onClick={() => onRestore(entry.version)}>
                {t('timeline.restoreVersion')}
              </Button>
            )}
          </Line.Item>
        );
      })}
    </Line>
  );
}

function Changes({ entry, writer, names }: { entry: TimelineEntry; writer: TimeWriter; names: Names }) {
  const { t } = useTranslation();
  const show = (value: unknown): string => valueText(value, t, writer, names);
  return (
    <>
      {entry.kind !== 'created' && entry.fields.length > 0 && (
        <dl className={classes.changes}>
          {entry.fields.map((change) => (
            <div key={change.field} className={classes.change}>
              <dt>{t(`timeline.field.${fieldOf(change.field)}`)}</dt>
              <dd>
                <del>{show(change.before)}</del>
                <span aria-hidden> → </span>
                <span className="visually-hidden"> {t('timeline.becomes')} </span>
                <ins>{show(change.after)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {entry.conflicts.map((conflict) => (
        <Text key={conflict.field} size="xs" className={classes.conflict}>
          {t(`timeline.field.${fieldOf(conflict.field)}`)}:{' '}
          {t('timeline.conflict', {
            kept: show(conflict.kept),
            lost: show(conflict.lost),
            origin: originText(conflict.lostFrom, t),
          })}
        </Text>
      ))}
    </>
  );
}
