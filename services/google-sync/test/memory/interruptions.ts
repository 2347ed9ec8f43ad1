import type { Gate } from '@kalends/memory';

/** The engine's gate in tests: a place to do something in between at, or to die at. */
export class Interruptions implements Gate {
  /** Called before and after each request to Google, such as `events.patch`. */
  onGoogle: (call: string, when: 'before' | 'after') => void | Promise<void> = () => {};
  private left = Infinity;
  private died: () => void = () => {};

  /** The process dies at its `count`-th half call from now, half of them before the call has an effect; resolves then. */
  light(count: number): Promise<'died'> {
    this.left = count;
    return new Promise((resolve) => {
      this.died = () => resolve('died');
    });
  }

  putOut(): void {
    this.left = Infinity;
  }

  async pass<T>(call: string, effect: () => T): Promise<T> {
    const onGoogle = (when: 'before' | 'after') =>
      call.startsWith('google.') ? this.onGoogle(call.slice('google.'.length), when) : undefined;
    await this.burn();
    await onGoogle('before');
    const result = await effect();
    await onGoogle('after');
    await this.burn();
    return result;
  }

  /** `port`, each of whose calls passes here. */
  through<P extends object>(port: P): P {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const result = (): unknown => (value as (...args: unknown[]) => unknown).apply(target, args);
          return name === 'appointmentsOf' ? result() : this.pass(String(name), result);
        };
      },
    });
  }

  private burn(): Promise<void> | undefined {
    this.left -= 1;
    if (this.left !== 0) return undefined;
    this.died();
    return new Promise(() => {});
  }
}
