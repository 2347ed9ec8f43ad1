import { systemTimer } from '@kalends/kernel';
import { withinBudget } from './within-budget';

it('gives up on work that hangs, and leaves no timer behind work that does not', async () => {
  jest.useFakeTimers();
  const hanging = withinBudget(systemTimer, 5_000, new Promise(() => {}));
  await Promise.all([
    expect(hanging).rejects.toThrow('did not end within 5000 ms'),
    jest.advanceTimersByTimeAsync(5_000),
  ]);
  expect(await withinBudget(systemTimer, 5_000, Promise.resolve('done'))).toBe('done');
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});
