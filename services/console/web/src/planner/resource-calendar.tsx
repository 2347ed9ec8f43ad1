import { createCalendar, destroyCalendar, Interaction, ResourceTimeGrid, type Calendar } from '@event-calendar/core';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { WallDelta, WallTime } from '../time/wall-time';
import { removeTableRoles } from './table-roles';
import './resource-calendar.css';

export interface GridColumn {
  readonly id: string;
  readonly head: ReactNode;
}

export interface GridItem {
  readonly id: string;
  readonly columnIds: readonly string[];
  readonly start: WallTime;
  readonly end: WallTime;
  readonly allDay: boolean;
  readonly movable: boolean;
  readonly color: string;
  readonly classNames: readonly string[];
  /** Draws the inside. Called for each column that the item is in. */
  readonly card: () => HTMLElement;
}

export interface GridChange {
  readonly id: string;
  readonly delta: WallDelta;
  /** Columns after the change. */
  readonly columnIds: readonly string[];
}

export interface GridSelection {
  readonly columnId: string;
  readonly start: WallTime;
  /** Null when a point was clicked and no span dragged. */
  readonly end: WallTime | null;
}

interface Props {
  readonly label: string;
  readonly locale: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** Of the branch now, `+01:00`: places the line that marks the present. */
  readonly utcOffset: string;
  readonly snapMinutes: number;
  readonly allDayLabel: string;
  readonly columns: readonly GridColumn[];
  readonly items: readonly GridItem[];
  /** `clear` removes the drawn selection. */
  onSelect(selection: GridSelection, clear: () => void): void;
  onOpen(id: string): void;
  /** `revert` puts the item back: the grid never does so by itself, not even when newer data arrive. */
  onMove(change: GridChange, revert: () => void): void;
  onResize(change: GridChange, revert: () => void): void;
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');

const eventsOf = (items: readonly GridItem[]): Calendar.EventInput[] =>
  items.map((item) => ({
    id: item.id,
    resourceIds: [...item.columnIds],
    start: item.start,
    end: item.end,
    allDay: item.allDay,
    startEditable: item.movable && !item.allDay,
    durationEditable: item.movable && !item.allDay,
    styles: [`--item-color:${item.color}`],
    classNames: [...item.classNames],
    extendedProps: { card: item.card },
  }));

const cardOf = (event: Calendar.Event): (() => HTMLElement) | undefined =>
  event.extendedProps.card as (() => HTMLElement) | undefined;

const changeOf = (event: Calendar.Event, delta: Calendar.Duration): GridChange => ({
  id: String(event.id),
  delta: { days: delta.days, seconds: delta.seconds },
  columnIds: event.resourceIds.map(String),
});

/** EventCalendar behind React: one day, one column per resource, in wall time. Nothing else of the console knows the library. */
export function ResourceCalendar(props: Props) {
  const { columns, items, date, utcOffset, locale, snapMinutes, label, allDayLabel } = props;
  const host = useRef<HTMLDivElement>(null);
  const calendar = useRef<Calendar>(null);
  const dragging = useRef(false);
  const [heads] = useState(() => new Map<string, HTMLElement>());

  const headOf = (id: string): HTMLElement => {
    const known = heads.get(id) ?? document.createElement('div');
    heads.set(id, known);
    return known;
  };

  const select = useEffectEvent((selection: GridSelection) =>
    props.onSelect(selection, () => calendar.current?.unselect()),
  );
  const open = useEffectEvent((id: string) => props.onOpen(id));
  const move = useEffectEvent((info: Calendar.EventDropInfo) =>
    props.onMove(changeOf(info.event, info.delta), info.revert),
  );
  const resize = useEffectEvent((info: Calendar.EventResizeInfo) =>
    props.onResize(changeOf(info.event, info.endDelta), info.revert),
  );
  const options: Calendar.Options = {
    date,
    timeZone: utcOffset,
    locale,
    resources: columns.map((column) => ({ id: column.id, title: column.id })),
    snapDuration: { minutes: snapMinutes },
    allDaySlot: items.some((item) => item.allDay),
    allDayContent: allDayLabel,
  };
  // As text, so that the library is told only of what changed.
  const optionsKey = JSON.stringify(options);

  const create = useEffectEvent((target: HTMLElement) =>
    createCalendar(target, [ResourceTimeGrid, Interaction], {
      ...options,
      view: 'resourceTimeGridDay',
      headerToolbar: { start: '', center: '', end: '' },
      height: '100%',
      slotMinTime: '07:00',
      slotMaxTime: '20:00',
      flexibleSlotTimeLimits: true,
      slotDuration: '00:30',
      slotLabelInterval: '01:00',
      slotHeight: 34,
      slotLabelFormat: { hour: '2-digit', minute: '2-digit' },
      slotEventOverlap: false,
      scrollTime: '07:30',
      columnWidth: 'minmax(9.5rem, 1fr)',
      nowIndicator: true,
      editable: true,
      selectable: true,
      selectMinDistance: 5,
      unselectAuto: false,
      longPressDelay: 350,
      eventTimeFormat: (start) => `${twoDigits(start.getHours())}:${twoDigits(start.getMinutes())}`,
      resourceLabelContent: ({ resource }) => ({ domNodes: [headOf(resource.id)] }),
      eventContent: ({ event }) => {
        const card = cardOf(event);
        return card ? { domNodes: [card()] } : undefined;
      },
      eventClick: ({ event }) => open(String(event.id)),
      select: (info) => select({ columnId: info.resource.id, start: info.startStr, end: info.endStr }),
      dateClick: (info) => {
        if (info.resource && !info.allDay) select({ columnId: info.resource.id, start: info.dateStr, end: null });
      },
      eventDrop: move,
      eventResize: resize,
      eventDragStart: () => void (dragging.current = true),
      eventDragStop: () => void (dragging.current = false),
      eventResizeStart: () => void (dragging.current = true),
      eventResizeStop: () => void (dragging.current = false),
    }),
  );

  useEffect(() => {
    const target = host.current!;
    const created = create(target);
    calendar.current = created;
    const roles = new MutationObserver(() => removeTableRoles(target));
    roles.observe(target, { childList: true, subtree: true });
    removeTableRoles(target);
    return () => {
      roles.disconnect();
      void destroyCalendar(created);
    };
  }, []);

  useEffect(() => {
    for (const [name, value] of Object.entries(JSON.parse(optionsKey) as Calendar.Options)) {
      calendar.current?.setOption(name as keyof Calendar.Options, value);
    }
  }, [optionsKey]);

  useEffect(() => {
    // Newer data during a drag would take the item out of the person's hand: wait until it is dropped.
    const frame = requestAnimationFrame(function show() {
      if (dragging.current) requestAnimationFrame(show);
      else calendar.current?.setOption('events', eventsOf(items));
    });
    return () => cancelAnimationFrame(frame);
  }, [items]);

  return (
    <>
      <section ref={host} className="resource-calendar" aria-label={label} data-testid="planner-grid" />
      {columns.map((column) => createPortal(column.head, headOf(column.id), column.id))}
    </>
  );
}
