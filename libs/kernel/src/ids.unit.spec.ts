import { uuidv7 } from './ids';

it('makes ids that grow, also within a millisecond', () => {
  const ids = Array.from({ length: 1_000 }, () => uuidv7.next());
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
