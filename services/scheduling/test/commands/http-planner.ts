import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import { at, booking, OVERLAPS, salon } from '../salon';
import type { SchedulingApp } from '../scheduling-app';
import { moveOutside } from './move-outside';
import { type Answer, halfHour, type PlannerUnderTest } from './planner';

/** The real service, by REST as the console calls it and by gRPC as google-sync does. */
export async function httpPlanner(app: SchedulingApp, capacity: number): Promise<PlannerUnderTest> {
  const { owner, tenant, resources } = await salon(app, { resources: 2, capacity });
  const answerOf = async (request: Test, status = 200): Promise<Answer> => {
    const { status: came, body } = await request;
    if (came === status) return { accepted: true, version: body.version, overbooked: body.overbooked };
    expect(came).toBe(409);
    return { accepted: false, code: body.code };
  };
  const change = (id: string, what: string, version: number, body?: object): Promise<Answer> =>
    answerOf(owner.change(`appointments/${id}/${what}`, version, body));
  return {
    resources,
    book: (id, { resources: on, start, length }) =>
      answerOf(owner.post('appointments', { id, ...booking(on, halfHour(start), length * 30) }), 201),
    rename: (id, version) => answerOf(owner.patch(`appointments/${id}`, version, { content: { title: randomUUID() } })),
    cancel: (id, version) => change(id, 'cancel', version),
    restore: (id, version) => change(id, 'restore', version),
    move: (id, version, { resources: resourceIds, start, length }) =>
      change(id, 'move', version, { start: at(halfHour(start)), end: at(halfHour(start + length)), resourceIds }),
    moveOutside: (id, to) => moveOutside(app.rpc, { tenantId: tenant, id }, to),
    told: async (id) => {
      const { body: now } = await owner.get(`appointments/${id}`).expect(200);
      const { body: timeline } = await owner.get(`appointments/${id}/timeline`).expect(200);
      return { ...now, timeline: timeline.entries };
    },
    overlaps: async () => (await app.rows(OVERLAPS)).length,
    held: async () => {
      const held = await app.rows<{ id: string; holds: string[] }>(
        `SELECT appointment_id AS id, array_agg(resource_id ORDER BY resource_id) AS holds
           FROM allocation WHERE tenant_id = $1 AND lane IS NOT NULL GROUP BY appointment_id`,
        [tenant],
      );
      return new Map(held.map(({ id, holds }) => [id, holds]));
    },
  };
}
