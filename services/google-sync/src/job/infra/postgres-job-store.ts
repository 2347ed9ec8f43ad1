import type { SqlSession } from '@kalends/persistence';
import type { ClaimedJob, Job, JobStore } from '../app/job-store';

const mine = 'link_id = $1 AND job = $2 AND lease_token = $3';

export class PostgresJobStore implements JobStore {
  constructor(
    private readonly session: SqlSession,
    /** Wakes the workers of this process once a job is committed. */
    private readonly onJob: () => void,
  ) {}

  async request(request: { tenantId: string; linkId: string; grantId: string; job: Job; dueAt: Date }): Promise<void> {
    await this.session.query(
      `INSERT INTO link_jobs AS j (tenant_id, link_id, job, grant_id, due_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT link_jobs_pkey DO UPDATE
         SET news = j.news + 1, due_at = least(j.due_at, excluded.due_at)`,
      [request.tenantId, request.linkId, request.job, request.grantId, request.dueAt],
    );
    this.session.afterCommit(this.onJob);
  }

  async isAsked(linkId: string, job: Job): Promise<boolean> {
    const rows = await this.session.query('SELECT 1 FROM link_jobs WHERE link_id = $1 AND job = $2', [linkId, job]);
    return rows.length > 0;
  }

  async claim(jobs: readonly Job[], at: { now: Date; leaseUntil: Date; token: string }): Promise<ClaimedJob | null> {
    const [row] = await this.session.query<ClaimedJob>(
      // As a subquery in FROM it may be asked once per row of a table that is believed to be empty, and claims more each time.
      `WITH chosen AS MATERIALIZED (
         SELECT tenant_id, link_id, job FROM link_jobs c
         WHERE job = ANY($1::text[]) AND due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
           AND NOT EXISTS (SELECT FROM google_budgets b
             WHERE b.tenant_id = c.tenant_id AND b.grant_id = c.grant_id AND b.blocked_until > $2)
         ORDER BY due_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED
       )
       UPDATE link_jobs j SET lease_token = $3, lease_until = $4 FROM chosen
       WHERE (j.tenant_id, j.link_id, j.job) = (chosen.tenant_id, chosen.link_id, chosen.job)
       RETURNING j.tenant_id AS "tenantId", j.link_id AS "linkId", j.job, j.attempts, j.news, j.lease_token AS token`,
      [jobs, at.now, at.token, at.leaseUntil],
    );
    return row ?? null;
  }

  async extend(job: ClaimedJob, leaseUntil: Date): Promise<boolean> {
    const rows = await this.session.query(`UPDATE link_jobs SET lease_until = $4 WHERE ${mine} RETURNING 1`, [
      job.linkId,
      job.job,
      job.token,
      leaseUntil,
    ]);
    return rows.length > 0;
  }

  async finish(job: ClaimedJob, now: Date, dueAt: Date | null): Promise<void> {
    const owner = [job.linkId, job.job, job.token];
    if (dueAt === null) {
      const gone = await this.session.query(`DELETE FROM link_jobs WHERE ${mine} AND news = $4 RETURNING 1`, [
        ...owner,
        job.news,
      ]);
      if (gone.length > 0) return;
    }
    await this.session.query(
      `UPDATE link_jobs SET lease_token = NULL, lease_until = NULL, attempts = 0,
         due_at = CASE WHEN news = $4 THEN $6::timestamptz ELSE $5::timestamptz END
       WHERE ${mine}`,
      [...owner, job.news, now, dueAt ?? now],
    );
    this.session.afterCommit(this.onJob);
  }

  async postpone(job: ClaimedJob, dueAt: Date, attempts: number): Promise<void> {
    await this.session.query(
      `UPDATE link_jobs SET lease_token = NULL, lease_until = NULL, due_at = $4, attempts = $5 WHERE ${mine}`,
      [job.linkId, job.job, job.token, dueAt, attempts],
    );
  }

  async pause(linkId: string): Promise<void> {
    await this.session.query(`UPDATE link_jobs SET due_at = 'infinity' WHERE link_id = $1 AND job <> 'disconnect'`, [
      linkId,
    ]);
  }

  async resume(linkId: string, now: Date): Promise<void> {
    await this.session.query(
      'UPDATE link_jobs SET due_at = least(due_at, $2), attempts = 0, news = news + 1 WHERE link_id = $1',
      [linkId, now],
    );
    this.session.afterCommit(this.onJob);
  }

  async drop(linkId: string, jobs?: readonly Job[]): Promise<void> {
    await this.session.query('DELETE FROM link_jobs WHERE link_id = $1 AND ($2::text[] IS NULL OR job = ANY($2))', [
      linkId,
      jobs ?? null,
    ]);
  }

  async regrant(linkId: string, grantId: string): Promise<void> {
    await this.session.query('UPDATE link_jobs SET grant_id = $2 WHERE link_id = $1', [linkId, grantId]);
  }
}
