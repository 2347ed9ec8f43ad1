import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every seed that ever broke. */
export const keptSeeds = (): readonly number[] =>
  readFileSync(join(__dirname, '..', '..', 'kept-seeds.txt'), 'utf8')
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number);
