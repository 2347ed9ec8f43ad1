import { queueTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { shardCount } from './shard';

/** The outbox's tables as a migration that every service with events lists among its own. */
export class Outbox1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        seq bigint GENERATED ALWAYS AS IDENTITY,
        event_id uuid NOT NULL,
        topic text NOT NULL,
        tenant_id uuid NOT NULL,
        aggregate_id uuid NOT NULL,
        version integer NOT NULL,
        shard smallint NOT NULL,
        payload bytea NOT NULL,
        headers jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        CONSTRAINT outbox_pkey PRIMARY KEY (seq, tenant_id),
        CONSTRAINT outbox_one_event_per_version UNIQUE (tenant_id, aggregate_id, topic, version)
      ) WITH (autovacuum_vacuum_scale_factor = 0.01);
      CREATE INDEX outbox_unsent ON outbox (seq) WHERE sent_at IS NULL;
      ${queueTable('outbox')}

      CREATE TABLE outbox_lease (
        shard smallint CONSTRAINT outbox_lease_pkey PRIMARY KEY,
        holder uuid,
        expires_at timestamptz NOT NULL DEFAULT '-infinity'
      );
      INSERT INTO outbox_lease (shard) SELECT generate_series(0, ${shardCount - 1});`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbox, outbox_lease');
  }
}
