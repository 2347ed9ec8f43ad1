import { connected, inDays, type Connected } from '@kalends/actors';
import { eventually } from '@kalends/testing';
import { atPace, percentiles, type Figure, type Figures } from './figures';
import type { Stage } from './stage';

const links = 8;
const seconds = 20;

/** From the answer to a change on one side until the other side has it, by the clock of this machine. */
export async function benchLatency(stage: Stage): Promise<Figures> {
  await stage.google.settings({ userCallsPerMinute: 100_000, projectCallsPerMinute: 1_000_000 });
  const linked: Connected[] = [];
  for (let index = 0; index < links; index += 1) linked.push(await connected(stage));
  const rows: Figure[] = [];
  for (const pace of [1, 20]) rows.push(await outward(linked, pace), await inward(stage, linked, pace));
  return { title: 'A change here until it is there', rows };
}

const row = (what: string, pace: number, delays: readonly number[]): Figure => {
  const { p50, p99 } = percentiles(delays);
  return {
    what: `${what}, ${pace} a second (${delays.length} changes)`,
    measured: `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
  };
};

/** Kalends → Google: `created` of the event against the moment in which the booking was answered. */
async function outward(linked: readonly Connected[], pace: number): Promise<Figure> {
  const answered = new Map<string, number>();
  const count = pace * seconds;
  await atPace(count, pace, async (index) => {
    const { tenant, resourceId } = linked[index % links]!;
    const title = `out ${pace} ${index}`;
    const at = new Date(inDays(10 + pace).getTime() + Math.floor(index / links) * 900_000);
    await tenant.book(resourceId, at, { title, minutes: 15 });
    answered.set(title, Date.now());
  });
  const delays = await eventually(
    async () => {
      const events = await Promise.all(linked.map(({ person, calendarId }) => person.events(calendarId)));
      const created = new Map(events.flat().map(({ summary, created: at }) => [summary, Date.parse(at ?? '')]));
      const missing = [...answered.keys()].filter((title) => !created.has(title));
      if (missing.length > 0)
        throw new Error(`${missing.length} of ${count} never came: ${missing.slice(0, 3).join(', ')}`);
      return [...answered].map(([title, from]) => Math.max(0, created.get(title)! - from));
    },
    { withinMs: 60_000, everyMs: 500 },
  );
  return row('change in Kalends → in Google', pace, delays);
}

/** Google → Kalends: the time of the revision against the moment in which the person's edit was done. */
async function inward(stage: Stage, linked: readonly Connected[], pace: number): Promise<Figure> {
  const count = pace * seconds;
  const done = new Map<string, number>();
  await atPace(count, pace, async (index) => {
    const { person, calendarId } = linked[index % links]!;
    const start = new Date(inDays(40 + pace).getTime() + Math.floor(index / links) * 900_000);
    const summary = `in ${pace} ${index}`;
    const end = new Date(start.getTime() + 900_000);
    await person.create(calendarId, {
      summary,
      start: { dateTime: start.toISOString() },
      end: { dateTime: end.toISOString() },
    });
    done.set(summary, Date.now());
  });
  const delays = await eventually(
    async () => {
      const rows = await stage.look<{ title: string; at: Date }>(
        `SELECT content->>'title' AS title, created_at AS at FROM scheduling.appointment WHERE content->>'title' LIKE $1`,
        [`in ${pace} %`],
      );
      if (rows.length < count) throw new Error(`${rows.length} of ${count} came`);
      return rows.map(({ title, at }) => Math.max(0, at.getTime() - done.get(title)!));
    },
    { withinMs: 60_000, everyMs: 500 },
  );
  return row('change in Google → in Kalends', pace, delays);
}
