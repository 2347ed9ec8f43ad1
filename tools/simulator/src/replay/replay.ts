import fc from 'fast-check';
import type { History } from '../history/step';
import type { Plant } from '../plants/plant';
import { oneCompany } from '../world/company';
import { World } from '../world/world';
import { replayable } from './arbitrary';
import { play, type Scene } from './player';
import { SimulatedStage, type Precedence } from './simulated-stage';

/** A history that ends the same however its calls are interleaved, and how that is. */
export interface Replayable {
  readonly seed: number;
  readonly history: History;
  readonly scenes: readonly Scene[];
}

export interface ReplaySize {
  readonly scenes: number;
  /** Scenes in which a process dies. */
  readonly deaths: number;
  /** RFC 3339, a whole hour. */
  readonly begins: string;
}

/** Plays that must all end the same before a history is told to the real world: each with another order of calls. */
const plays: readonly Precedence[] = ['none', 'staff', 'google', 'none', 'none', 'none'];

/** The histories of `seed`, `seed` + 1, … that can be compared: `count` of them, and how many had to be left out. */
export async function replayables(
  seed: number,
  count: number,
  { scenes, deaths, begins }: ReplaySize,
): Promise<{ readonly histories: readonly Replayable[]; readonly leftOut: number }> {
  const histories: Replayable[] = [];
  let next = seed;
  for (; histories.length < count; next += 1) {
    const history = fc.sample(replayable(scenes, deaths, begins), { seed: next, numRuns: 1 })[0]!;
    const told = await whateverTheOrder(history);
    if (told) histories.push({ seed: next, history, scenes: told });
  }
  return { histories, leftOut: next - seed - count };
}

/** What is seen scene by scene; null: it is a matter of who is first. */
export async function whateverTheOrder(history: History): Promise<readonly Scene[] | null> {
  let told: readonly Scene[] | null = null;
  for (const [index, precedence] of plays.entries()) {
    const scenes = await simulated(history, { salt: history.salt + index, precedence });
    if (told ? differences(told, scenes).length > 0 : isMatterOfLists(scenes)) return null;
    told ??= scenes;
  }
  return told;
}

/**
 * Of several that a reading of a calendar brings at once, who gets the place depends on the order of Google's list, which
 * is nobody's promise.
 */
function isMatterOfLists(scenes: readonly Scene[]): boolean {
  return scenes.some(({ did, picture }, index) => {
    if (!did.some((act) => /^(link|access-given|branch-switch|the branch|people mend|sync-tokens)/.test(act)))
      return false;
    const before = new Set(scenes[index - 1]?.picture);
    return picture.some((line) => line.includes('overbooked') && !before.has(line));
  });
}

export interface SimulatedPlay {
  /** Of the order in which calls happen. */
  readonly salt: number;
  readonly precedence?: Precedence;
  readonly plant?: Plant;
}

export async function simulated(history: History, { salt, precedence, plant }: SimulatedPlay): Promise<Scene[]> {
  const world = new World(salt, history.begins, plant, oneCompany);
  await world.open();
  return play(history, new SimulatedStage(world, precedence));
}

/** Where two plays of a history differ, in lines for a reader: the first scene in which they do, and the end. */
export function differences(expected: readonly Scene[], found: readonly Scene[]): string[] {
  const lines: string[] = [];
  const different = expected.flatMap((scene, index) => {
    const other = found[index]?.picture ?? [];
    const lacks = scene.picture.filter((line) => !other.includes(line)).map((line) => `  - ${line}`);
    const has = other.filter((line) => !scene.picture.includes(line)).map((line) => `  + ${line}`);
    const isSame = scene.picture.join('\n') === other.join('\n');
    return isSame ? [] : [[`scene ${index + 1} (${scene.did.join('; ')}):`, ...lacks, ...has]];
  });
  const [first, last] = [different[0], different.at(-1)];
  if (first) lines.push(...first);
  if (last && last !== first) lines.push(...last);
  return lines;
}
