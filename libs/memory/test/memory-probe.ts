import { table, type MemorySession } from '../src';
import type { Note, Probe } from './probe';

interface Owned {
  readonly tenantId: string;
  readonly id: number;
}
interface NoteRow extends Note, Owned {}
interface BookingRow extends Owned {
  readonly room: string;
  readonly from: number;
  readonly to: number;
}

const tenant = (row: Owned): string => row.tenantId;
const key = (row: Owned): string => `${row.tenantId}/${row.id}`;

export const noteTable = table<NoteRow>({
  name: 'note',
  tenant,
  key,
  unique: { note_one_text: (row) => `${row.tenantId}/${row.text}` },
});
const bookingTable = table<BookingRow>({
  name: 'booking',
  tenant,
  key,
  exclude: {
    booking_no_overlap: (a, b) => a.tenantId === b.tenantId && a.room === b.room && a.from < b.to && b.from < a.to,
  },
});
const jobTable = table<Owned>({ name: 'job', tenant, key, isQueue: true });

export class MemoryProbe implements Probe {
  constructor(private readonly session: MemorySession) {}

  note(id: number): Promise<Note | null> {
    return this.session.query('note', (view) => told(view.get(noteTable, this.key(id))));
  }

  lockNote(id: number): Promise<Note | null> {
    return this.session.query('lockNote', (view) => told(view.lock(noteTable, this.key(id))));
  }

  addNote(id: number, text: string, of = this.tenantId): Promise<void> {
    return this.session.query('addNote', (view) => view.insert(noteTable, { tenantId: of, id, text, count: 0 }));
  }

  rename(id: number, text: string, expected?: string): Promise<boolean> {
    return this.session.query('rename', (view) => {
      const row = view.get(noteTable, this.key(id));
      if (row === undefined || row.text !== (expected ?? row.text)) return false;
      return view.update(noteTable, this.key(id), (note) => ({ ...note, text })) !== undefined;
    });
  }

  bump(...ids: number[]): Promise<void> {
    return this.session.query('bump', (view) => {
      for (const id of ids) view.update(noteTable, this.key(id), (row) => ({ ...row, count: row.count + 1 }));
    });
  }

  async removeNote(id: number): Promise<void> {
    await this.session.query('removeNote', (view) => view.delete(noteTable, this.key(id)));
  }

  notes(): Promise<number[]> {
    return this.session.query('notes', (view) =>
      view
        .all(noteTable)
        .map(({ id }) => id)
        .sort((a, b) => a - b),
    );
  }

  book(id: number, room: string, from: number, to: number): Promise<void> {
    return this.session.query('book', (view) =>
      view.insert(bookingTable, { tenantId: this.tenantId, id, room, from, to }),
    );
  }

  async cancel(id: number): Promise<void> {
    await this.session.query('cancel', (view) => view.delete(bookingTable, this.key(id)));
  }

  addJob(id: number): Promise<void> {
    return this.session.query('addJob', (view) => view.insert(jobTable, { tenantId: this.tenantId, id }));
  }

  jobs(): Promise<string[]> {
    return this.session.query('jobs', (view) => view.all(jobTable).map(key).sort());
  }

  takeJob(): Promise<number | null> {
    return this.session.query('takeJob', (view) => {
      const jobs = view.all(jobTable).sort((a, b) => a.id - b.id);
      const free = jobs.find((job) => view.isFree(jobTable, key(job)));
      return free === undefined ? null : view.lock(jobTable, key(free))!.id;
    });
  }

  lockName(name: string): Promise<void> {
    return this.session.query('lockName', (view) => view.lockName(name));
  }

  afterCommit(action: () => void): void {
    this.session.afterCommit(action);
  }

  private get tenantId(): string {
    return this.session.tenantId ?? '';
  }

  private key(id: number): string {
    return key({ tenantId: this.tenantId, id });
  }
}

const told = (row: NoteRow | undefined): Note | null =>
  row === undefined ? null : { id: row.id, text: row.text, count: row.count };
