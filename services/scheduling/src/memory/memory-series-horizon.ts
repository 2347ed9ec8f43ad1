import type { MemorySession } from '@kalends/memory';
import type { DueSeries, SeriesHorizon } from '../appointments/app/series-horizon';
import { horizonTable, keyIn, ownedBy, put } from './tables';

export class MemorySeriesHorizon implements SeriesHorizon {
  constructor(private readonly session: MemorySession) {}

  async expandedUntil(appointmentId: string, until: Date | null): Promise<void> {
    const key = keyIn(this.session, appointmentId);
    if (!until) {
      await this.session.query('horizon.expandedUntil', (view) => view.delete(horizonTable, key));
      return;
    }
    const row = { ...ownedBy(this.session), appointmentId, until };
    await this.session.query('horizon.expandedUntil', (view) => put(view, horizonTable, row));
  }

  due(before: Date, limit: number): Promise<readonly DueSeries[]> {
    return this.session.query('horizon.due', (view) =>
      view
        .all(horizonTable)
        .filter(({ until }) => until < before)
        .sort((a, b) => a.until.getTime() - b.until.getTime())
        .slice(0, limit),
    );
  }
}
