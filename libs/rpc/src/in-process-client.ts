import {
  create,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type DescService,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { DomainError, isDomainError, type Timer } from '@kalends/kernel';
import type { RpcClient } from './rpc-client';

type Methods<S extends DescService> = S['method'];

/** What answers a service's calls: an object with a method for each. */
export type RpcImplementation<S extends DescService> = {
  readonly [K in keyof Methods<S>]: Methods<S>[K] extends DescMethodUnary<infer I, infer O>
    ? (request: MessageShape<I>) => Promise<MessageShape<O>>
    : Methods<S>[K] extends DescMethodServerStreaming<infer I, infer O>
      ? (request: MessageShape<I>) => AsyncIterable<MessageShape<O>>
      : never;
};

/** How the caller reaches others. */
export interface InProcessCaller {
  /** Each call passes it, under a name such as `rpc.oauth-consent.getAccessToken`; what it throws by itself means `unavailable`. */
  readonly gate: { pass<T>(call: string, effect: () => T): Promise<T> };
  readonly timer: Timer;
}

const timeoutMs = 5_000;

/**
 * An RpcClient without a network, for simulations: the same messages, DomainErrors and time-outs.
 * @param peer the called service's name
 */
export function inProcessClient<S extends DescService>(
  service: S,
  peer: string,
  implementation: RpcImplementation<S>,
  { gate, timer }: InProcessCaller,
): RpcClient<S> {
  const methods = implementation as Readonly<Record<string, (request: object) => unknown>>;
  const calls = service.methods.map((method) => {
    const name = `rpc.${peer}.${method.localName}`;
    const within = <T>(work: Promise<T>): Promise<T> => orUnavailable(timer, work);
    const call = (init: object): unknown =>
      methods[method.localName]!(create(method.input, init as MessageInitShape<typeof method.input>));
    const unary = async (init: object): Promise<unknown> =>
      valueOf(await within(gate.pass(name, () => settled(call(init) as Promise<unknown>))));
    const stream = async function* (init: object): AsyncIterable<unknown> {
      const answers = (await within(gate.pass(name, () => call(init)))) as AsyncIterable<unknown>;
      for (const iterator = answers[Symbol.asyncIterator](); ;) {
        const next = valueOf(await within(settled(iterator.next())));
        if (next.done) return;
        yield next.value;
      }
    };
    return [method.localName, method.methodKind === 'unary' ? unary : stream];
  });
  return { ...Object.fromEntries(calls), close: () => {} } as RpcClient<S>;
}

type Settled<T> = { readonly is: 'value'; readonly value: T } | { readonly is: 'error'; readonly error: unknown };

const settled = <T>(work: Promise<T>): Promise<Settled<T>> =>
  work.then(
    (value) => ({ is: 'value', value }),
    (error: unknown) => ({ is: 'error', error }),
  );

/** What the called service threw; what is no DomainError comes without its text, as from `toGrpcError`. */
function valueOf<T>(answer: Settled<T>): T {
  if (answer.is === 'value') return answer.value;
  throw isDomainError(answer.error)
    ? answer.error
    : new DomainError('internal', 'internal/unexpected', 'Unexpected failure.', {}, { cause: answer.error });
}

/** A call that got lost, or whose answer does not come because the peer died. */
function orUnavailable<T>(timer: Timer, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown): void =>
      reject(
        isDomainError(cause)
          ? cause
          : new DomainError(
              'unavailable',
              'rpc/unavailable',
              'A service that is needed does not answer; try again shortly.',
              {},
              { cause },
            ),
      );
    const cancel = timer.after(timeoutMs, fail);
    work.then(resolve, fail).finally(cancel);
  });
}
