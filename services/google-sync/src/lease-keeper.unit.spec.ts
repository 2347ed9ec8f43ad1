import { LeaseKeeper } from './lease-keeper';

describe('the keeper of leases', () => {
  it('extends what is under way, and nothing that has ended, well or not', async () => {
    const keeper = new LeaseKeeper();
    const extended: string[] = [];
    const extend = (name: string) => async () => void extended.push(name);
    let end = (): void => undefined;
    const long = keeper.during(extend('long'), () => new Promise<void>((resolve) => (end = resolve)));
    await keeper.during(extend('short'), () => Promise.resolve());
    await expect(keeper.during(extend('failed'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await keeper.step();
    await keeper.step();
    expect(extended).toEqual(['long', 'long']);
    end();
    await long;
    await keeper.step();
    expect(extended).toHaveLength(2);
  });
});
