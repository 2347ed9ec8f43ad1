import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { SchedulingTx } from '../../scheduling-tx';
import { DUE_DAYS } from '../domain/expand';
import type { AppointmentWriter } from './appointment-writer';

const BATCH = 20;

/** Keeps the occurrences of endless series in the table far enough ahead. One step does at most a batch. */
export class ExtendSeries {
  constructor(
    private readonly unitOfWork: UnitOfWork<SchedulingTx>,
    private readonly writer: AppointmentWriter,
    private readonly clock: Clock,
  ) {}

  /** How many series were extended. */
  async execute(): Promise<number> {
    const due = await this.unitOfWork.runAcrossTenants((tx) =>
      tx.horizon.due(new Date(this.clock.now().getTime() + DUE_DAYS * 86_400_000), BATCH),
    );
    for (const { tenantId, appointmentId, until } of due) {
      await this.writer.extend(
        {
          tenantId,
          // Another process may extend the same series at the same time: then this is its repetition.
          commandId: `extend/${appointmentId}/${until.toISOString()}`,
          requestHash: null,
          expectedVersion: null,
          origin: 'system',
          actor: { kind: 'service', id: 'scheduling' },
          branches: 'all',
          cause: { kind: 'scheduling/series-extended', details: {} },
          capacityPolicy: 'overbook',
          conflicts: [],
        },
        appointmentId,
      );
    }
    return due.length;
  }
}
