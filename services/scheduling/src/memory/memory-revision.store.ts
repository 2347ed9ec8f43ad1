import type { MemorySession } from '@kalends/memory';
import type { Appointment } from '../appointments/domain/appointment';
import type { RevisionStore } from '../timeline/app/revision.store';
import type { RevisionWithState } from '../timeline/domain/revision';
import { ownedBy, revisionTable } from './tables';

export class MemoryRevisionStore implements RevisionStore {
  constructor(private readonly session: MemorySession) {}

  append(value: RevisionWithState): Promise<void> {
    const row = { ...ownedBy(this.session), value };
    return this.session.query('revisions.append', (view) => view.insert(revisionTable, row));
  }

  stateAt(appointmentId: string, version: number): Promise<Appointment | null> {
    return this.session.query('revisions.stateAt', (view) => {
      const found = view
        .all(revisionTable)
        .find(
          ({ value }) =>
            value.version === version && value.appointmentId === appointmentId && value.kind !== 'conflict-recorded',
        );
      return found?.value.state ?? null;
    });
  }
}
