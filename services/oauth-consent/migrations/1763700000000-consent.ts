import { queueTable, tenantTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tenant wall only lets rows of the transaction's tenant in: so they get that tenant by themselves. */
const ofTransaction = `uuid NOT NULL DEFAULT NULLIF(current_setting('kalends.tenant', true), '')::uuid`;

/** Grants, consents, requests under way, tokens to give back, calendars that Kalends made. */
export class Consent1763700000000 implements MigrationInterface {
  name = 'Consent1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE google_grant (
        tenant_id ${ofTransaction},
        id uuid NOT NULL,
        account_hash text NOT NULL,
        state text NOT NULL,
        scopes text[] NOT NULL,
        generation integer NOT NULL,
        key_id text NOT NULL,
        refresh_token text NOT NULL,
        account text NOT NULL,
        CONSTRAINT google_grant_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT google_grant_account UNIQUE (tenant_id, account_hash),
        CONSTRAINT google_grant_state CHECK (state IN ('granted', 'needs-consent'))
      );
      CREATE INDEX google_grant_by_key ON google_grant (tenant_id, key_id);
      ${tenantTable('google_grant')}

      CREATE TABLE consent (
        tenant_id ${ofTransaction},
        resource_id uuid NOT NULL,
        version integer NOT NULL,
        state text NOT NULL,
        grant_id uuid,
        plan text NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT consent_pk PRIMARY KEY (tenant_id, resource_id),
        CONSTRAINT consent_grant FOREIGN KEY (tenant_id, grant_id) REFERENCES google_grant (tenant_id, id),
        CONSTRAINT consent_state CHECK (state IN ('granted', 'needs-consent', 'withdrawn')),
        CONSTRAINT consent_grant_while_given CHECK ((grant_id IS NULL) = (state = 'withdrawn'))
      );
      CREATE INDEX consent_by_grant ON consent (tenant_id, grant_id) WHERE grant_id IS NOT NULL;
      ${tenantTable('consent')}

      CREATE TABLE consent_request (
        tenant_id ${ofTransaction},
        id uuid NOT NULL,
        resource_id uuid NOT NULL,
        user_id uuid NOT NULL,
        state_hash text NOT NULL,
        verifier text NOT NULL,
        plan text NOT NULL,
        share_account boolean NOT NULL,
        status text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT consent_request_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT consent_request_state UNIQUE (tenant_id, state_hash)
      );
      CREATE INDEX consent_request_by_resource ON consent_request (tenant_id, resource_id, created_at);
      CREATE INDEX consent_request_by_age ON consent_request (tenant_id, created_at);
      ${tenantTable('consent_request')}

      -- Which tenants hold a grant of an account, known by a hash: the one question that is asked across tenants.
      CREATE TABLE account_use (
        tenant_id ${ofTransaction},
        account_hash text NOT NULL,
        CONSTRAINT account_use_pk PRIMARY KEY (account_hash, tenant_id)
      );
      ${queueTable('account_use')}

      CREATE TABLE revocation (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        account_hash text NOT NULL,
        key_id text NOT NULL,
        refresh_token text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL,
        CONSTRAINT revocation_pk PRIMARY KEY (tenant_id, id)
      );
      CREATE INDEX revocation_by_due ON revocation (due_at);
      ${queueTable('revocation')}

      CREATE TABLE created_calendar (
        tenant_id ${ofTransaction},
        account_hash text NOT NULL,
        calendar_id text NOT NULL,
        CONSTRAINT created_calendar_pk PRIMARY KEY (tenant_id, account_hash, calendar_id)
      );
      ${tenantTable('created_calendar')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE created_calendar, revocation, account_use, consent_request, consent, google_grant');
  }
}
