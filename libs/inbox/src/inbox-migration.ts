import { queueTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The inbox's tables as a migration that every service with handlers lists among its own. */
export class Inbox1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inbox (
        tenant_id uuid NOT NULL,
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT inbox_pkey PRIMARY KEY (tenant_id, consumer, event_id)
      );
      CREATE INDEX inbox_age ON inbox (applied_at);
      ${queueTable('inbox')}

      CREATE TABLE inbox_version (
        tenant_id uuid NOT NULL,
        consumer text NOT NULL,
        topic text NOT NULL,
        aggregate_id uuid NOT NULL,
        version bigint NOT NULL,
        held boolean NOT NULL DEFAULT false,
        CONSTRAINT inbox_version_pkey PRIMARY KEY (tenant_id, consumer, topic, aggregate_id)
      ) WITH (fillfactor = 80);
      ${queueTable('inbox_version')}

      CREATE TABLE parked_event (
        tenant_id uuid NOT NULL,
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        topic text NOT NULL,
        aggregate_id uuid NOT NULL,
        version bigint NOT NULL,
        key text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        payload bytea NOT NULL,
        headers jsonb NOT NULL,
        reason text NOT NULL,
        message text NOT NULL,
        attempts integer NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        replayed_at timestamptz,
        replayed_by text,
        CONSTRAINT parked_event_pkey PRIMARY KEY (tenant_id, consumer, event_id)
      );
      CREATE INDEX parked_event_queue ON parked_event (tenant_id, consumer, topic, aggregate_id, version) WHERE replayed_at IS NULL;
      ${queueTable('parked_event')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox, inbox_version, parked_event');
  }
}
