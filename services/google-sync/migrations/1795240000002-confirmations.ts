import { tenantTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person has been asked to confirm before something is deleted at Google, and how a link is to end. */
export class Confirmations1795240000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE confirmations (
        tenant_id uuid NOT NULL,
        -- SHA-256 of the token: whoever reads the table can't confirm.
        digest bytea NOT NULL,
        user_id uuid NOT NULL,
        action text NOT NULL,
        subject text NOT NULL,
        phrase text NOT NULL,
        counts jsonb NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT confirmations_pkey PRIMARY KEY (tenant_id, digest)
      );
      CREATE INDEX confirmations_age ON confirmations (tenant_id, expires_at);
      ${tenantTable('confirmations')}

      CREATE TABLE disconnect_orders (
        tenant_id uuid NOT NULL,
        link_id uuid NOT NULL,
        google text NOT NULL CONSTRAINT disconnect_orders_google CHECK (google IN ('leave', 'delete-events', 'delete-calendar')),
        actor text NOT NULL,
        CONSTRAINT disconnect_orders_pkey PRIMARY KEY (tenant_id, link_id),
        CONSTRAINT disconnect_orders_link FOREIGN KEY (tenant_id, link_id) REFERENCES calendar_links (tenant_id, id) ON DELETE CASCADE
      );
      ${tenantTable('disconnect_orders')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE disconnect_orders; DROP TABLE confirmations');
  }
}
