import { queueTable, tenantTable, type SqlSession } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Note, Probe } from './probe';

export class Probe1700000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE note (
        tenant_id uuid NOT NULL,
        id integer NOT NULL,
        text text NOT NULL,
        count integer NOT NULL DEFAULT 0,
        CONSTRAINT note_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT note_one_text UNIQUE (tenant_id, text)
      );
      ${tenantTable('note')}
      CREATE TABLE booking (
        tenant_id uuid NOT NULL,
        id integer NOT NULL,
        room text NOT NULL,
        during int4range NOT NULL,
        CONSTRAINT booking_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT booking_no_overlap EXCLUDE USING gist (tenant_id WITH =, room WITH =, during WITH &&)
      );
      ${tenantTable('booking')}
      CREATE TABLE job (tenant_id uuid NOT NULL, id integer NOT NULL, CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id));
      ${queueTable('job')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note, booking, job');
  }
}

export class SqlProbe implements Probe {
  private readonly tenant = `nullif(current_setting('kalends.tenant', true), '')::uuid`;

  constructor(private readonly session: SqlSession) {}

  async note(id: number): Promise<Note | null> {
    const [row] = await this.session.query<Note>('SELECT id, text, count FROM note WHERE id = $1', [id]);
    return row ?? null;
  }

  async lockNote(id: number): Promise<Note | null> {
    const [row] = await this.session.query<Note>('SELECT id, text, count FROM note WHERE id = $1 FOR UPDATE', [id]);
    return row ?? null;
  }

  async addNote(id: number, text: string, of?: string): Promise<void> {
    await this.session.query(
      `INSERT INTO note (tenant_id, id, text) VALUES (coalesce($3::uuid, ${this.tenant}), $1, $2)`,
      [id, text, of],
    );
  }

  async rename(id: number, text: string, expected?: string): Promise<boolean> {
    const rows = await this.session.query(
      'UPDATE note SET text = $2 WHERE id = $1 AND text = coalesce($3, text) RETURNING id',
      [id, text, expected],
    );
    return rows.length > 0;
  }

  async bump(...ids: number[]): Promise<void> {
    await this.session.query('UPDATE note SET count = count + 1 WHERE id = ANY($1)', [ids]);
  }

  async removeNote(id: number): Promise<void> {
    await this.session.query('DELETE FROM note WHERE id = $1', [id]);
  }

  async notes(): Promise<number[]> {
    return (await this.session.query<Note>('SELECT id FROM note ORDER BY id')).map(({ id }) => id);
  }

  async book(id: number, room: string, from: number, to: number): Promise<void> {
    await this.session.query(`INSERT INTO booking VALUES (${this.tenant}, $1, $2, int4range($3, $4))`, [
      id,
      room,
      from,
      to,
    ]);
  }

  async cancel(id: number): Promise<void> {
    await this.session.query('DELETE FROM booking WHERE id = $1', [id]);
  }

  async addJob(id: number): Promise<void> {
    await this.session.query(`INSERT INTO job VALUES (${this.tenant}, $1)`, [id]);
  }

  async jobs(): Promise<string[]> {
    const rows = await this.session.query<{ job: string }>(
      `SELECT tenant_id || '/' || id AS job FROM job ORDER BY tenant_id, id`,
    );
    return rows.map(({ job }) => job);
  }

  async takeJob(): Promise<number | null> {
    const [row] = await this.session.query<{ id: number }>(
      'SELECT id FROM job ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED',
    );
    return row?.id ?? null;
  }

  async lockName(name: string): Promise<void> {
    await this.session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  }

  afterCommit(action: () => void): void {
    this.session.afterCommit(action);
  }
}
