import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trace of the change that asked for the work last (W3C headers), so that the write to Google goes on with it. */
export class WorkCarriesItsTrace1795240000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE outward_work ADD COLUMN trace jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outward_work DROP COLUMN trace');
  }
}
