/** Kills whoever makes the n-th call through a port: half of them before the call has an effect, half after it. */
export class Fuse {
  private left = Infinity;
  private died: () => void = () => {};
  calls = 0;

  /** The process dies at its `count`-th half call from now; resolves then. */
  light(count: number): Promise<'died'> {
    this.left = count;
    return new Promise((resolve) => {
      this.died = () => resolve('died');
    });
  }

  putOut(): void {
    this.left = Infinity;
  }

  /** `port` with the fuse in each of its methods. */
  through<P extends object>(port: P): P {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const result = (): unknown => (value as (...args: unknown[]) => unknown).apply(target, args);
          return name === 'appointmentsOf' ? result() : this.call(result);
        };
      },
    });
  }

  private async call(work: () => unknown): Promise<unknown> {
    await this.burn();
    const result = await work();
    await this.burn();
    return result;
  }

  private burn(): Promise<void> {
    this.calls += 1;
    this.left -= 1;
    if (this.left !== 0) return Promise.resolve();
    this.died();
    return new Promise(() => {});
  }
}
