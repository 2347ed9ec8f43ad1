import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { LiveChange } from '../../../src/live/live-change';
import type { Day } from '../api/scheduling';
import type { Connection } from '../live/connection';
import { useLive } from '../live/use-live';
import { flash } from './card';

type AppointmentChange = Extract<LiveChange, { type: 'appointment' }>;

/** Changes that arrive within this time are read and painted together. */
const gatherMs = 60;

/** Keeps the branch's data as the stream tells it, and draws the eye to appointments that others changed. */
export function usePlannerLive(branchId: string | undefined): Connection {
  const queries = useQueryClient();
  const changed = useRef(new Set<string>());
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const readDay = async (): Promise<void> => {
    timer.current = undefined;
    const ids = [...changed.current];
    changed.current.clear();
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['day', branchId] }),
      ...ids.map((id) => queries.invalidateQueries({ queryKey: ['appointment', id] })),
    ]);
    // Two frames: the first one draws the new data.
    requestAnimationFrame(() => requestAnimationFrame(() => ids.forEach(flash)));
  };

  const days = (): readonly Day[] =>
    queries.getQueriesData<Day>({ queryKey: ['day', branchId] }).flatMap(([, day]) => day ?? []);

  /** Of this branch, or of a resource that is shown here though the appointment is another branch's. */
  const isShown = ({ branchId: of, resourceIds }: AppointmentChange): boolean =>
    of === branchId || days().some((day) => day.resources.some((resource) => resourceIds.includes(resource.id)));

  /** True when this page wrote that version itself, or has read it already. */
  const isKnown = ({ id, version }: AppointmentChange): boolean =>
    days().some((day) => day.items.some((item) => item.appointmentId === id && item.version >= version));

  const apply = (change: LiveChange): void => {
    switch (change.type) {
      case 'appointment':
        if (!isShown(change) || isKnown(change)) return;
        changed.current.add(change.id);
        timer.current ??= window.setTimeout(() => void readDay(), gatherMs);
        return;
      case 'link':
        return void queries.invalidateQueries({ queryKey: ['links', branchId] });
      case 'consent':
        return void queries.invalidateQueries({ queryKey: ['consent', change.resourceId] });
      case 'resource':
        return void queries.invalidateQueries({ queryKey: ['day', branchId] });
      case 'branch':
        void queries.invalidateQueries({ queryKey: ['day', branchId] });
        return void queries.invalidateQueries({ queryKey: ['branches'] });
    }
  };

  return useLive(branchId, {
    onChange: apply,
    onReset: () => void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}
