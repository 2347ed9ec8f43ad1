import { tenantTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which of a calendar's events was which appointment's under a link that has ended; without a word of what is in them. */
export class FormerEvents1795240000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE former_events (
        tenant_id uuid NOT NULL,
        calendar_id text NOT NULL,
        event_id text NOT NULL,
        appointment_id uuid NOT NULL,
        CONSTRAINT former_events_pkey PRIMARY KEY (tenant_id, calendar_id, event_id)
      );
      CREATE INDEX former_events_appointment ON former_events (tenant_id, appointment_id);
      ${tenantTable('former_events')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE former_events');
  }
}
