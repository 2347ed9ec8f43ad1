import { queueTable, tenantTable } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Scheduling1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(places);
    await runner.query(appointments);
    await runner.query(history);
    for (const table of tenantTables) await runner.query(tenantTable(table));
    await runner.query(queueTable('series_horizon'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE series_horizon, ${tenantTables.toReversed().join(', ')}`);
  }
}

const tenantTables = [
  'tenant',
  'branch',
  'employee',
  'customer',
  'resource',
  'appointment_template',
  'appointment',
  'allocation',
  'revision',
  'applied_command',
];

/** Rows belong to the transaction's tenant without a word: no store can name another. */
const tenantId = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('kalends.tenant', true), '')::uuid`;

const places = `
  CREATE TABLE tenant (
    ${tenantId} CONSTRAINT tenant_pkey PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE branch (
    ${tenantId} CONSTRAINT branch_tenant REFERENCES tenant,
    id uuid NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    locale text NOT NULL,
    holiday_region text NOT NULL,
    address text NOT NULL,
    google_sync_enabled boolean NOT NULL,
    caldav_enabled boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT branch_pkey PRIMARY KEY (tenant_id, id)
  );

  CREATE TABLE employee (
    ${tenantId},
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    branch_id uuid,
    CONSTRAINT employee_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT employee_branch FOREIGN KEY (tenant_id, branch_id) REFERENCES branch
  );

  CREATE TABLE customer (
    ${tenantId} CONSTRAINT customer_tenant REFERENCES tenant,
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    notes text NOT NULL,
    CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, id)
  );
  CREATE INDEX customer_name ON customer (tenant_id, lower(name));

  CREATE TABLE resource (
    ${tenantId},
    id uuid NOT NULL,
    branch_id uuid NOT NULL,
    designation text NOT NULL,
    visible_in_all_branches boolean NOT NULL,
    visible boolean NOT NULL,
    color text NOT NULL,
    description text NOT NULL,
    employee_id uuid,
    is_location boolean NOT NULL,
    step_minutes integer NOT NULL,
    capacity integer NOT NULL CONSTRAINT resource_capacity CHECK (capacity BETWEEN 1 AND 100),
    waiting_list boolean NOT NULL,
    reminder_minutes integer NOT NULL,
    warn_outside_availability boolean NOT NULL,
    calendar_sync_allowed boolean NOT NULL,
    online_booking_allowed boolean NOT NULL,
    deleted boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT resource_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT resource_branch FOREIGN KEY (tenant_id, branch_id) REFERENCES branch,
    CONSTRAINT resource_employee FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
  );
  CREATE INDEX resource_by_branch ON resource (tenant_id, branch_id) WHERE NOT deleted;

  CREATE TABLE appointment_template (
    ${tenantId} CONSTRAINT appointment_template_tenant REFERENCES tenant,
    id uuid NOT NULL,
    designation text NOT NULL,
    duration_minutes integer NOT NULL,
    buffer_before_minutes integer NOT NULL,
    buffer_after_minutes integer NOT NULL,
    color text NOT NULL,
    text text NOT NULL,
    resource_ids uuid[] NOT NULL,
    reminder_minutes integer NOT NULL,
    bookable_online boolean NOT NULL,
    CONSTRAINT appointment_template_pkey PRIMARY KEY (tenant_id, id)
  );`;

const appointments = `
  CREATE TABLE appointment (
    ${tenantId},
    id uuid NOT NULL,
    branch_id uuid NOT NULL,
    resource_ids uuid[] NOT NULL,
    customer_ids uuid[] NOT NULL,
    template_id uuid,
    status text NOT NULL,
    content jsonb NOT NULL,
    buffer_before_minutes integer NOT NULL,
    buffer_after_minutes integer NOT NULL,
    overbooked boolean NOT NULL,
    version integer NOT NULL,
    origin text NOT NULL,
    -- Of a series: from its first occurrence to its last; infinity when it has no known end.
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT appointment_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT appointment_branch FOREIGN KEY (tenant_id, branch_id) REFERENCES branch,
    CONSTRAINT appointment_status CHECK (status IN ('confirmed', 'cancelled', 'completed', 'no-show'))
  );

  -- One resource's part in one occurrence. A lane is one of the resource's places; whoever has one holds the slot.
  CREATE TABLE allocation (
    ${tenantId},
    appointment_id uuid NOT NULL,
    -- '' for a single appointment, else what identifies the occurrence: instant or date of its recurrence id.
    occurrence text NOT NULL,
    resource_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    taken_from timestamptz NOT NULL,
    taken_until timestamptz NOT NULL,
    during tstzrange NOT NULL GENERATED ALWAYS AS (tstzrange(taken_from, taken_until)) STORED,
    lane smallint,
    overbooked boolean NOT NULL,
    CONSTRAINT allocation_pkey PRIMARY KEY (tenant_id, appointment_id, occurrence, resource_id),
    CONSTRAINT allocation_appointment FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
    CONSTRAINT allocation_resource FOREIGN KEY (tenant_id, resource_id) REFERENCES resource,
    CONSTRAINT allocation_overbooked CHECK (NOT (overbooked AND lane IS NOT NULL)),
    CONSTRAINT allocation_no_overlap EXCLUDE USING gist
      (tenant_id WITH =, resource_id WITH =, lane WITH =, during WITH &&) WHERE (lane IS NOT NULL)
  );
  -- Row-level security keeps the operators of ranges away from indexes (they are not leakproof); comparisons are.
  CREATE INDEX allocation_by_lane ON allocation (tenant_id, resource_id, lane, taken_until) WHERE lane IS NOT NULL;
  CREATE INDEX allocation_by_end ON allocation (tenant_id, resource_id, ends_at, starts_at);

  -- A queue: which series is to be expanded next.
  CREATE TABLE series_horizon (
    ${tenantId},
    appointment_id uuid NOT NULL,
    expanded_until timestamptz NOT NULL,
    CONSTRAINT series_horizon_pkey PRIMARY KEY (tenant_id, appointment_id)
  );
  CREATE INDEX series_horizon_due ON series_horizon (expanded_until);`;

const history = `
  CREATE TABLE revision (
    ${tenantId},
    id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    origin text NOT NULL,
    actor jsonb NOT NULL,
    cause jsonb NOT NULL,
    fields jsonb NOT NULL,
    conflicts jsonb NOT NULL,
    command_id text NOT NULL,
    state jsonb NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT revision_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT revision_appointment FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment
  );
  CREATE UNIQUE INDEX revision_one_per_version ON revision (tenant_id, appointment_id, version)
    WHERE kind <> 'conflict-recorded';
  CREATE INDEX revision_by_appointment ON revision (tenant_id, appointment_id, id);

  CREATE TABLE applied_command (
    ${tenantId},
    command_id text NOT NULL,
    request_hash text,
    appointment_id uuid NOT NULL,
    version integer NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT applied_command_pkey PRIMARY KEY (tenant_id, command_id)
  );`;
