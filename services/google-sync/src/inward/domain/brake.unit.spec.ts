import { deletionsAllowed } from './brake';

describe('The brake on deletions (I7)', () => {
  it.each([
    [0, 20],
    [100, 20],
    [109, 21],
    [1_000, 200],
  ])('of %i events lets %i be deleted at once', (events, allowed) => {
    expect(deletionsAllowed(events)).toBe(allowed);
  });
});
