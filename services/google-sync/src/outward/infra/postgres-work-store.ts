import type { SqlSession } from '@kalends/persistence';
import { traceHeaders } from '@kalends/telemetry';
import type { ClaimedWork, Pending, WorkRequest, WorkStore } from '../app/work-store';

/** Candidates come from each grant in turn (a skip scan over the index), so that a long queue of one hides no other's. */
const claim = `
  WITH RECURSIVE grants AS (
    (SELECT tenant_id, grant_id FROM outward_work ORDER BY tenant_id, grant_id LIMIT 1)
    UNION ALL
    SELECT following.* FROM grants g CROSS JOIN LATERAL (
      SELECT w.tenant_id, w.grant_id FROM outward_work w WHERE (w.tenant_id, w.grant_id) > (g.tenant_id, g.grant_id)
      ORDER BY w.tenant_id, w.grant_id LIMIT 1
    ) following
  ), candidates AS (
    SELECT w.*, coalesce(b.served_at, '-infinity') AS served_at
    FROM grants g
    LEFT JOIN google_budgets b USING (tenant_id, grant_id)
    CROSS JOIN LATERAL (
      SELECT w.link_id, w.appointment_id, w.tenant_id, w.priority, w.due_at FROM outward_work w
      WHERE (w.tenant_id, w.grant_id) = (g.tenant_id, g.grant_id)
        AND w.due_at <= $1 AND (w.lease_until IS NULL OR w.lease_until <= $1)
      ORDER BY w.priority, w.due_at LIMIT $4
    ) w
    WHERE (b.blocked_until IS NULL OR b.blocked_until <= $1)
      AND (SELECT count(*) FROM outward_work u
        WHERE (u.tenant_id, u.grant_id) = (g.tenant_id, g.grant_id) AND u.lease_until > $1) < $4
    ORDER BY priority, served_at, due_at LIMIT 64
  ), chosen AS (
    SELECT w.tenant_id, w.link_id, w.appointment_id
    FROM outward_work w JOIN candidates c USING (tenant_id, link_id, appointment_id)
    WHERE w.due_at <= $1 AND (w.lease_until IS NULL OR w.lease_until <= $1)
    ORDER BY c.priority, c.served_at, c.due_at LIMIT 1
    FOR UPDATE OF w SKIP LOCKED
  )
  UPDATE outward_work w SET lease_token = $2, lease_until = $3
  FROM chosen c
  WHERE (w.tenant_id, w.link_id, w.appointment_id) = (c.tenant_id, c.link_id, c.appointment_id)
  RETURNING w.tenant_id AS "tenantId", w.link_id AS "linkId", w.appointment_id AS "appointmentId",
    w.grant_id AS "grantId", w.initial, w.attempts, w.news, w.lease_token AS token, w.trace`;

const mine = 'link_id = $1 AND appointment_id = $2 AND lease_token = $3';

export class PostgresWorkStore implements WorkStore {
  constructor(
    private readonly session: SqlSession,
    /** Wakes the workers of this process once new work is committed. */
    private readonly onWork: () => void,
  ) {}

  async bump(request: WorkRequest): Promise<void> {
    await this.session.query(
      `INSERT INTO outward_work AS w (tenant_id, link_id, appointment_id, grant_id, priority, initial, since, due_at, trace)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT ON CONSTRAINT outward_work_pkey DO UPDATE SET news = w.news + 1, attempts = 0,
         priority = least(w.priority, excluded.priority), due_at = least(w.due_at, excluded.due_at),
         initial = w.initial OR excluded.initial, trace = excluded.trace`,
      [
        request.tenantId,
        request.linkId,
        request.appointmentId,
        request.grantId,
        request.priority,
        request.initial,
        request.now,
        request.dueAt,
        traceHeaders(),
      ],
    );
    this.session.afterCommit(this.onWork);
  }

  async claim(at: { now: Date; leaseUntil: Date; token: string; perGrant: number }): Promise<ClaimedWork | null> {
    const [row] = await this.session.query<ClaimedWork & { grantId: string }>(claim, [
      at.now,
      at.token,
      at.leaseUntil,
      at.perGrant,
    ]);
    if (!row) return null;
    await this.session.query(
      `INSERT INTO google_budgets (tenant_id, grant_id, served_at) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT google_budgets_pkey DO UPDATE SET served_at = excluded.served_at`,
      [row.tenantId, row.grantId, at.now],
    );
    return row;
  }

  async extend(work: ClaimedWork, leaseUntil: Date): Promise<void> {
    await this.session.query(`UPDATE outward_work SET lease_until = $4 WHERE ${mine}`, [
      work.linkId,
      work.appointmentId,
      work.token,
      leaseUntil,
    ]);
  }

  async complete(work: ClaimedWork, now: Date): Promise<void> {
    const owner = [work.linkId, work.appointmentId, work.token];
    const done = await this.session.query(`DELETE FROM outward_work WHERE ${mine} AND news = $4 RETURNING 1`, [
      ...owner,
      work.news,
    ]);
    if (done.length > 0) return;
    await this.session.query(
      `UPDATE outward_work SET lease_token = NULL, lease_until = NULL, due_at = $4, attempts = 0 WHERE ${mine}`,
      [...owner, now],
    );
    this.session.afterCommit(this.onWork);
  }

  async postpone(work: ClaimedWork, dueAt: Date, attempts: number): Promise<void> {
    await this.session.query(
      `UPDATE outward_work SET lease_token = NULL, lease_until = NULL, due_at = $4, attempts = $5 WHERE ${mine}`,
      [work.linkId, work.appointmentId, work.token, dueAt, attempts],
    );
  }

  async pause(linkId: string): Promise<void> {
    await this.session.query(`UPDATE outward_work SET due_at = 'infinity' WHERE link_id = $1`, [linkId]);
  }

  async resume(linkId: string, now: Date): Promise<void> {
    await this.session.query(`UPDATE outward_work SET due_at = $2, attempts = 0 WHERE link_id = $1`, [linkId, now]);
    this.session.afterCommit(this.onWork);
  }

  async drop(linkId: string): Promise<void> {
    await this.session.query('DELETE FROM outward_work WHERE link_id = $1', [linkId]);
  }

  async regrant(linkId: string, grantId: string): Promise<void> {
    await this.session.query('UPDATE outward_work SET grant_id = $2 WHERE link_id = $1', [linkId, grantId]);
  }

  async pending(linkId: string): Promise<Pending> {
    const [row] = await this.session.query<Pending>(
      `SELECT count(*)::integer AS all, (count(*) FILTER (WHERE initial))::integer AS initial, min(since) AS since
       FROM outward_work WHERE link_id = $1`,
      [linkId],
    );
    return row!;
  }
}
