import { findPlant } from '../src/plants/find-plant';
import { plants } from '../src/plants/plants';

/** Those that are found within a few histories; `npm run simulate -- --plant all` looks for all of them. */
const quick = ['410-without-comparison', 'no-if-match', 'last-state-dropped', 'mapping-before-insert'];

it.each(quick)(
  'finds the planted bug %s',
  async (name) => {
    const found = await findPlant(
      plants.find((plant) => plant.name === name)!,
      1,
    );
    expect(found?.histories).toBeLessThan(200);
  },
  60_000,
);

it('knows sixteen bugs to plant', () => {
  expect(new Set(plants.map(({ name }) => name)).size).toBe(16);
});
