import type { DescService } from '@bufbuild/protobuf';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import { packageDefinition } from './package-definition';

const keepalive = { 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 5_000 };

/**
 * Options of Nest's gRPC transport for these services. Methods are declared with
 * `@GrpcMethod('SchedulingService', 'ApplyCommand')` and take and return protobuf-es messages.
 */
export function grpcTransport(services: readonly DescService[], url: string): GrpcOptions {
  const packages = [...new Set(services.map((service) => service.file.proto.package))];
  return {
    transport: Transport.GRPC,
    options: {
      url,
      package: packages,
      packageDefinition: packageDefinition(services),
      maxReceiveMessageLength: 4 * 1024 * 1024,
      channelOptions: keepalive,
      gracefulShutdown: true,
    },
  };
}
