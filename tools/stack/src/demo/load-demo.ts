import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoAppointments } from './appointments';
import { branches, customers, people, rooms, templates } from './company';

const dayMs = 24 * 60 * 60 * 1000;
const weekMs = 7 * dayMs;
const atOnce = 4;

export interface DemoLoad {
  /** Origin of the stack. */
  readonly url: string;
  /** Sign-in token of the owner. */
  readonly token: string;
  readonly stateDir: string;
  readonly now: Date;
  readonly progress: (line: string) => void;
}

const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Monday of the week of `instant`. */
const mondayOf = (instant: number): number =>
  Math.floor(instant / dayMs) * dayMs - ((new Date(instant).getUTCDay() + 6) % 7) * dayMs;

/**
 * Fills the demo company through scheduling's public API: from last Monday for five weeks, and later starts add what has
 * come nearer since. Ids depend on the content alone, so that what is there already is refused as known and stays as people
 * have changed it.
 */
export async function loadDemo({ url, token, stateDir, now, progress }: DemoLoad): Promise<void> {
  const file = join(stateDir, 'demo.json');
  const { loadedUntil = '' } = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as { loadedUntil?: string };
  const monday = mondayOf(now.getTime());
  const [from, until] = [dateOf(monday - weekMs), dateOf(monday + 4 * weekMs)];
  if (loadedUntil >= until) return;

  const post = async (path: string, body: { readonly id: string }): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/scheduling/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const answer = await response.text();
    if (!response.ok && response.status !== 409)
      throw new Error(`The demo data was refused: POST ${path} → ${response.status} ${answer}`);
  };
  const postAll = async (path: string, bodies: readonly { readonly id: string }[]): Promise<void> => {
    const waiting = [...bodies];
    const work = async (): Promise<void> => {
      for (let body = waiting.shift(); body; body = waiting.shift()) await post(path, body);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  };

  const appointments = demoAppointments(loadedUntil > from ? loadedUntil : from, until);
  progress(`Demo company: loading ${appointments.length} appointments in ${branches.length} branches`);
  await postAll('branches', branches);
  await postAll(
    'employees',
    people.map(({ employee }) => employee),
  );
  await postAll('customers', customers);
  await postAll('templates', templates);
  await postAll('resources', [...people.map(({ resource }) => resource), ...rooms]);
  await postAll('appointments', appointments);
  await writeFile(file, `${JSON.stringify({ loadedUntil: until })}\n`);
}
