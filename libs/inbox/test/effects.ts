import { create, toBinary } from '@bufbuild/protobuf';
import { aggregateKey, BranchChangedSchema, topics } from '@kalends/contracts';
import { eventHeaders, type KafkaRecord } from '@kalends/kafka';
import { uuidv7 } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '@kalends/persistence';
import type { PgInbox } from '../src';

/** A consumer's own table; nothing in it stops an effect from happening twice or out of order. */
export class Effects1700000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE effect (
        tenant_id uuid NOT NULL,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        aggregate_id uuid NOT NULL,
        version integer NOT NULL,
        CONSTRAINT effect_pkey PRIMARY KEY (tenant_id, seq)
      );
      ${tenantTable('effect')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE effect');
  }
}

export interface EffectTx {
  readonly sql: SqlSession;
  readonly inbox: PgInbox;
}

export const tenantId = uuidv7.next();
export const topic = topics.branchChanged.name;

export const recordOf = (aggregateId: string, version: number): KafkaRecord => {
  const eventId = uuidv7.next();
  return {
    topic,
    key: aggregateKey(tenantId, aggregateId),
    value: toBinary(BranchChangedSchema, create(BranchChangedSchema, { eventId })),
    headers: eventHeaders({ eventId, tenantId, aggregateId, version }),
  };
};

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
