import type {
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import {
  credentials,
  makeGenericClientConstructor,
  Metadata,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import type { ServiceIdentity } from '@kalends/access';
import { fromGrpcError } from '@kalends/problem';
import { serviceDefinition } from './package-definition';

type Methods<S extends DescService> = S['method'];

/** A service's methods as typed calls: unary ones answer a promise, server-streaming ones an async iterable. */
export type RpcClient<S extends DescService> = {
  readonly [K in keyof Methods<S>]: Methods<S>[K] extends DescMethodUnary<infer I, infer O>
    ? (request: MessageInitShape<I>) => Promise<MessageShape<O>>
    : Methods<S>[K] extends DescMethodServerStreaming<infer I, infer O>
      ? (request: MessageInitShape<I>) => AsyncIterable<MessageShape<O>>
      : never;
} & { close(): void };

/** What grpc-js' generic client has for each method of the definition. */
type Stub = Record<string, (request: object, ...rest: unknown[]) => ClientReadableStream<object>>;

/**
 * Calls `service` at `url` as this service.
 * @param options.audience the called service's name, for the proof of identity
 * @param options.timeoutMs of a unary call; a stream may take ten times as long
 * @throws from every call: the DomainError that the service threw, or `unavailable` when the call did not get through
 */
export function rpcClient<S extends DescService>(
  service: S,
  options: {
    readonly url: string;
    readonly audience: string;
    readonly identity: ServiceIdentity;
    readonly timeoutMs: number;
  },
): RpcClient<S> {
  const Client = makeGenericClientConstructor(serviceDefinition(service), service.typeName);
  const client = new Client(options.url, credentials.createInsecure(), {
    'grpc.keepalive_time_ms': 30_000,
    'grpc.max_receive_message_length': 4 * 1024 * 1024,
    // A peer that restarts is there again in a moment: don't wait for grpc-js' default of up to two minutes.
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 2_000,
  });
  const stub = client as unknown as Stub;

  const metadata = async (): Promise<Metadata> => {
    const proof = new Metadata();
    proof.set('authorization', `Bearer ${await options.identity.tokenFor(options.audience)}`);
    return proof;
  };
  const deadline = (factor = 1) => ({ deadline: Date.now() + options.timeoutMs * factor });

  const calls = service.methods.map((method) => {
    const call = (request: object, ...rest: unknown[]) => stub[method.name]!.call(client, request, ...rest);
    const unary = async (init: object): Promise<object> => {
      const proof = await metadata();
      return new Promise((resolve, reject) => {
        call(
          create(method.input, init as MessageInitShape<typeof method.input>),
          proof,
          deadline(),
          (error: ServiceError | null, answer?: object) => (error ? reject(fromGrpcError(error)) : resolve(answer!)),
        );
      });
    };
    const stream = async function* (init: object): AsyncIterable<object> {
      const answers = call(
        create(method.input, init as MessageInitShape<typeof method.input>),
        await metadata(),
        deadline(10),
      );
      try {
        yield* answers as AsyncIterable<object>;
      } catch (error) {
        throw fromGrpcError(error);
      } finally {
        answers.cancel();
      }
    };
    return [method.localName, method.methodKind === 'unary' ? unary : stream];
  });
  return { ...Object.fromEntries(calls), close: () => client.close() } as RpcClient<S>;
}
