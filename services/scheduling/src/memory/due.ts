import type { MemoryDatabase } from '@kalends/memory';
import { oldestUnsent } from '@kalends/outbox/memory';
import { DUE_DAYS } from '../appointments/domain/expand';
import { horizonTable } from './tables';

/** For each background part, from when on there is something for it to do; null: nothing. */
export const schedulingDue = {
  relay: oldestUnsent,
  horizon: (database: MemoryDatabase): Date | null => {
    let first = Infinity;
    for (const { until } of database.rows(horizonTable)) first = Math.min(first, until.getTime());
    // It extends what is expanded less far ahead than DUE_DAYS.
    return first === Infinity ? null : new Date(first - DUE_DAYS * 86_400_000 + 1);
  },
};
