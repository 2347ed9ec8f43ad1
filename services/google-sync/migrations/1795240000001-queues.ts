import { queueTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What workers of all tenants see: what is to be written, to be read, whom Google wants left alone, who may push. */
export class Queues1795240000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- At most one row per (link, appointment): however many changes come, one newest state is written.
      CREATE TABLE outward_work (
        tenant_id uuid NOT NULL,
        link_id uuid NOT NULL,
        appointment_id uuid NOT NULL,
        grant_id uuid NOT NULL,
        priority smallint NOT NULL,
        -- Part of the initial export, whose end makes the link live.
        initial boolean NOT NULL,
        since timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        -- Grows with each bump: work that was bumped while under way is not done yet.
        news bigint NOT NULL DEFAULT 1,
        attempts integer NOT NULL DEFAULT 0,
        lease_token uuid,
        lease_until timestamptz,
        CONSTRAINT outward_work_pkey PRIMARY KEY (tenant_id, link_id, appointment_id)
      );
      CREATE INDEX outward_work_next ON outward_work (tenant_id, grant_id, priority, due_at);
      CREATE INDEX outward_work_under_way ON outward_work (tenant_id, grant_id) WHERE lease_until IS NOT NULL;
      ${queueTable('outward_work')}

      CREATE TABLE link_jobs (
        tenant_id uuid NOT NULL,
        link_id uuid NOT NULL,
        job text NOT NULL CONSTRAINT link_jobs_job
          CHECK (job IN ('export', 'pull', 'compare', 'watch', 'reset', 'disconnect')),
        grant_id uuid NOT NULL,
        due_at timestamptz NOT NULL,
        news bigint NOT NULL DEFAULT 1,
        attempts integer NOT NULL DEFAULT 0,
        lease_token uuid,
        lease_until timestamptz,
        CONSTRAINT link_jobs_pkey PRIMARY KEY (tenant_id, link_id, job)
      );
      CREATE INDEX link_jobs_next ON link_jobs (job, due_at);
      ${queueTable('link_jobs')}

      CREATE TABLE google_budgets (
        tenant_id uuid NOT NULL,
        grant_id uuid NOT NULL,
        -- Whoever was served longest ago is next.
        served_at timestamptz NOT NULL DEFAULT '-infinity',
        blocked_until timestamptz NOT NULL DEFAULT '-infinity',
        strikes integer NOT NULL DEFAULT 0,
        CONSTRAINT google_budgets_pkey PRIMARY KEY (tenant_id, grant_id)
      );
      ${queueTable('google_budgets')}

      CREATE TABLE channels (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        link_id uuid NOT NULL,
        -- SHA-256 of the token that Google must send along.
        token_digest bytea NOT NULL,
        -- Google's id of what is watched; null until its answer is stored (its first push may come before).
        google_resource_id text,
        expires_at timestamptz NOT NULL,
        CONSTRAINT channels_pkey PRIMARY KEY (tenant_id, id)
      );
      -- A push names its channel, not its tenant. Random and made by us, so unique all the same.
      CREATE INDEX channels_id ON channels (id);
      CREATE INDEX channels_link ON channels (tenant_id, link_id);
      ${queueTable('channels')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE channels; DROP TABLE google_budgets; DROP TABLE link_jobs; DROP TABLE outward_work');
  }
}
