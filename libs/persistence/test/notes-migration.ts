import type { MigrationInterface, QueryRunner } from 'typeorm';
import { queueTable, tenantTable } from '../src';

/** A tenants' table and a queue, as services have them. */
export class Notes1700000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE note (
        tenant_id uuid NOT NULL,
        id integer NOT NULL,
        text text NOT NULL,
        CONSTRAINT note_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT note_one_text UNIQUE (tenant_id, text)
      );
      ${tenantTable('note')}
      CREATE TABLE job (tenant_id uuid NOT NULL, id integer NOT NULL, CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id));
      ${queueTable('job')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note, job');
  }
}
