import {
  fromBinary,
  toBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
  type Message,
} from '@bufbuild/protobuf';
import type { MethodDefinition, PackageDefinition, ServiceDefinition } from '@grpc/proto-loader';

const codec = (schema: DescMessage) => ({
  serialize: (message: object): Buffer => Buffer.from(toBinary(schema, message as Message)),
  deserialize: (bytes: Buffer): object => fromBinary(schema, bytes),
});

function methodDefinition(method: DescMethod): MethodDefinition<object, object> {
  const request = codec(method.input);
  const response = codec(method.output);
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream: method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming',
    responseStream: method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming',
    requestSerialize: request.serialize,
    requestDeserialize: request.deserialize,
    responseSerialize: response.serialize,
    responseDeserialize: response.deserialize,
    originalName: method.localName,
    requestType: { format: 'protobuf-es', type: method.input, fileDescriptorProtos: [] },
    responseType: { format: 'protobuf-es', type: method.output, fileDescriptorProtos: [] },
    options: { deprecated: false, idempotency_level: 'IDEMPOTENCY_UNKNOWN', uninterpreted_option: [] },
  } as unknown as MethodDefinition<object, object>;
}

/** grpc-js' description of a service, whose handlers and clients exchange the generated protobuf-es messages. */
export function serviceDefinition(service: DescService): ServiceDefinition {
  return Object.fromEntries(service.methods.map((method) => [method.name, methodDefinition(method)]));
}

/** What Nest's gRPC transport takes as `packageDefinition`. */
export function packageDefinition(services: readonly DescService[]): PackageDefinition {
  return Object.fromEntries(services.map((service) => [service.typeName, serviceDefinition(service)]));
}
