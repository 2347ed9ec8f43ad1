import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarLink } from '../api/google';
import type { Branch, Day, DayItem, Resource } from '../api/scheduling';
import type { TimeWriter } from '../time/format';
import { secondsBetween } from '../time/wall-time';
import { drawCard, type CardTexts } from './card';
import { ColumnHead } from './column-head';
import { itemId, wallSpan } from './day-items';
import type { GridColumn, GridItem } from './resource-calendar';

const neutral = '#5c7cfa';
/** Up to this long an appointment has one line. */
const shortSeconds = 30 * 60;

/** The items of a day as the grid takes them; cancelled ones hold no place in it. */
export function useGridItems(day: Day | undefined, branch: Branch, writer: TimeWriter): readonly GridItem[] {
  const { t } = useTranslation();
  return useMemo(() => {
    if (!day) return [];
    const colors = new Map(day.resources.map((resource) => [resource.id, resource.color]));
    const textsOf = (item: DayItem): CardTexts => ({
      start: 'at' in item.start ? writer.clock(item.start.at) : t('planner.allDay'),
      end: 'at' in item.end ? writer.clock(item.end.at) : '',
      title: item.title || t('planner.untitled'),
      overbooked: item.overbooked ? t('planner.overbooked') : null,
      closed: item.status === 'completed' || item.status === 'no-show' ? t(`status.${item.status}`) : null,
      series: item.recurrenceId ? t('planner.series') : null,
      origin: item.origin === 'planner' ? null : t(`origin.${item.origin}`),
    });
    return day.items
      .filter((item) => item.status !== 'cancelled')
      .map((item): GridItem => {
        const span = wallSpan(item.start, item.end, branch.timeZone);
        const short =
          'at' in item.start && 'at' in item.end && secondsBetween(item.start.at, item.end.at) <= shortSeconds;
        const closed = item.status !== 'confirmed';
        return {
          id: itemId(item),
          columnIds: item.resourceIds,
          ...span,
          movable: !closed,
          color: colors.get(item.resourceIds.find((id) => colors.has(id)) ?? '') ?? neutral,
          classNames: [...(item.overbooked ? ['is-overbooked'] : []), ...(closed ? ['is-closed'] : [])],
          card: () => drawCard(item, textsOf(item), short || span.allDay),
        };
      });
  }, [day, branch.timeZone, writer, t]);
}

interface ColumnInput {
  readonly resources: readonly Resource[];
  readonly links: readonly CalendarLink[];
  readonly branch: Branch;
  readonly now: Date;
  readonly writer: TimeWriter;
  onConnect(resource: Resource): void;
  onDisconnect(resource: Resource): void;
}

export function gridColumns(input: ColumnInput): readonly GridColumn[] {
  const { resources, links, branch, now, writer, onConnect, onDisconnect } = input;
  return resources.map((resource) => ({
    id: resource.id,
    head: (
      <ColumnHead
        resource={resource}
        link={links.find((link) => link.resourceId === resource.id && link.state !== 'gone')}
        googleEnabled={branch.googleSyncEnabled}
        now={now}
        writer={writer}
        onConnect={() => onConnect(resource)}
        onDisconnect={() => onDisconnect(resource)}
      />
    ),
  }));
}
