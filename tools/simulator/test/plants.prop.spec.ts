import { findPlant } from '../src/plants/find-plant';
import { plants } from '../src/plants/plants';

describe('a planted bug is found:', () => {
  it.each(plants.map((plant) => [plant.name, plant] as const))(
    '%s',
    async (_, plant) => {
      expect(await findPlant(plant, 1)).not.toBeNull();
    },
    120_000,
  );

  it('there are sixteen of them', () => {
    expect(new Set(plants.map(({ name }) => name)).size).toBe(16);
  });
});
