import { tenantTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tenants' own tables: links, mappings and what was done to calendars for good. */
export class LinksAndMappings1795240000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_links (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        resource_id uuid NOT NULL,
        branch_id uuid NOT NULL,
        -- Kalends' id of the Google account's grant: budgets and back-off are per grant.
        grant_id uuid NOT NULL,
        calendar_id text NOT NULL,
        calendar_summary text NOT NULL,
        calendar_time_zone text NOT NULL,
        created_by_kalends boolean NOT NULL,
        mode text NOT NULL CONSTRAINT calendar_links_mode CHECK (mode IN ('two-way', 'export')),
        state text NOT NULL CONSTRAINT calendar_links_state
          CHECK (state IN ('linking', 'initial-sync', 'live', 'degraded', 'broken', 'disconnecting', 'gone')),
        reason text,
        version integer NOT NULL,
        -- Single appointments and events that ended before are left alone.
        sync_from timestamptz NOT NULL,
        -- Null until the calendar has been read as a whole, and again after Google's 410.
        sync_token text,
        -- Null until the appointments to export have been listed.
        to_export integer,
        deletions_approved boolean NOT NULL DEFAULT false,
        last_success_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT calendar_links_pkey PRIMARY KEY (tenant_id, id)
      );
      CREATE UNIQUE INDEX calendar_links_one_per_resource ON calendar_links (tenant_id, resource_id) WHERE state <> 'gone';
      CREATE UNIQUE INDEX calendar_links_one_per_calendar ON calendar_links (tenant_id, calendar_id) WHERE state <> 'gone';
      CREATE INDEX calendar_links_branch ON calendar_links (tenant_id, branch_id);
      ${tenantTable('calendar_links')}

      CREATE TABLE mappings (
        tenant_id uuid NOT NULL,
        link_id uuid NOT NULL,
        appointment_id uuid NOT NULL,
        event_id text NOT NULL,
        -- Our side, as the newest event told it; content null: cancelled, or no longer this resource's.
        ours_version integer NOT NULL DEFAULT 0,
        ours jsonb,
        -- Google's side, as last agreed: {is: absent | present | parked | deleted, …}; revision grows with each change of it.
        google jsonb NOT NULL,
        google_is text NOT NULL GENERATED ALWAYS AS (google ->> 'is') STORED,
        -- A write whose outcome is not known yet.
        sent jsonb,
        revision integer NOT NULL DEFAULT 1,
        touched_at timestamptz NOT NULL,
        CONSTRAINT mappings_pkey PRIMARY KEY (tenant_id, link_id, appointment_id),
        CONSTRAINT mappings_one_per_event UNIQUE (tenant_id, link_id, event_id),
        CONSTRAINT mappings_link FOREIGN KEY (tenant_id, link_id) REFERENCES calendar_links (tenant_id, id) ON DELETE CASCADE
      );
      ${tenantTable('mappings')}

      CREATE TABLE calendar_audit (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        link_id uuid NOT NULL,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        details jsonb NOT NULL,
        CONSTRAINT calendar_audit_pkey PRIMARY KEY (tenant_id, id)
      );
      ${tenantTable('calendar_audit')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_audit; DROP TABLE mappings; DROP TABLE calendar_links');
  }
}
