import type { DescService } from '@bufbuild/protobuf';
import type { ServiceIdentity } from '@kalends/access';
import type { BackgroundPart, Clock, Log } from '@kalends/kernel';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { z } from 'zod';
import type { hostSettings } from './host-settings';

export type HostConfig = z.infer<z.ZodObject<typeof hostSettings>>;

/** What the composition root of a service is given. */
export interface ServiceContext<Config extends HostConfig = HostConfig> {
  readonly config: Config;
  /** Which parts of the service this process is: `http`, `worker`, … */
  readonly roles: ReadonlySet<string>;
  readonly log: Log;
  readonly clock: Clock;
  /** To call other services as this one. */
  readonly identity: ServiceIdentity;
}

/** Something that must be well for the service to be so. */
export interface HealthCheck {
  readonly name: string;
  /** Resolves when well; rejects or takes longer than 2 s when not. */
  check(): Promise<void>;
}

/** A service as a value, so that `main.ts`, tests and tools start the very same one. */
export interface ServiceDefinition<
  Shape extends z.ZodRawShape = z.ZodRawShape,
  Config extends HostConfig = HostConfig,
> {
  /** The folder's name; its routes stand under `/api/<name>/`. */
  readonly name: string;
  readonly config: z.ZodObject<Shape>;
  /** Roles it can be started as; one process may have several. */
  readonly roles: readonly string[];
  module(context: ServiceContext<Config>): DynamicModule;
  /** gRPC services, served by role `http`. */
  readonly grpc?: readonly DescService[];
  /** Routes that stand outside `/api/<name>/`. */
  readonly unprefixed?: readonly string[];
  /** Ways in other than HTTP and gRPC: the Kafka handlers. */
  strategies?(app: INestApplicationContext, context: ServiceContext<Config>): readonly CustomTransportStrategy[];
  /** Started in this order, stopped in the other. */
  backgroundParts?(app: INestApplicationContext, context: ServiceContext<Config>): readonly BackgroundPart[];
  /** Not live: the process is to be restarted. */
  liveness?(app: INestApplicationContext): readonly HealthCheck[];
  /** Not ready: no requests, please. Never depends on Google. */
  readiness?(app: INestApplicationContext): readonly HealthCheck[];
}

export const defineService = <Shape extends z.ZodRawShape>(
  definition: ServiceDefinition<Shape, z.infer<z.ZodObject<Shape>> & HostConfig>,
): ServiceDefinition<Shape, z.infer<z.ZodObject<Shape>> & HostConfig> => definition;
