import type { AddressInfo } from 'node:net';
import { AccessGuard, ServiceIdentity, SignInVerifier } from '@kalends/access';
import { loadConfig, type Environment } from '@kalends/config';
import { systemClock, type BackgroundPart } from '@kalends/kernel';
import { ErrorFilter } from '@kalends/problem';
import { grpcTransport } from '@kalends/rpc';
import { NestLog, ServiceLog } from '@kalends/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import cookieParser from 'cookie-parser';
import express from 'express';
import helmet from 'helmet';
import type { z } from 'zod';
import { describeProblems } from './describe-problems';
import { Health, HealthController } from './health.controller';
import { requestLog } from './request-log';
import type { HostConfig, ServiceContext, ServiceDefinition } from './service-definition';
import { validation } from './validation';

const bodyLimit = '1mb';

@Module({})
class HostModule {}

/** A started or startable service in this process. */
export class Service<Config extends HostConfig = HostConfig> {
  private parts: readonly BackgroundPart[] = [];

  private constructor(
    readonly app: NestExpressApplication,
    readonly context: ServiceContext<Config>,
    private readonly definition: ServiceDefinition<z.ZodRawShape, Config>,
    private readonly health: Health,
  ) {}

  /**
   * Builds the service from its definition without starting anything.
   * @param roles which of its roles this process has; all of them by default
   * @throws ConfigError when `environment` lacks something
   */
  static async create<Shape extends z.ZodRawShape, Config extends HostConfig>(
    definition: ServiceDefinition<Shape, Config>,
    environment: Environment,
    roles: readonly string[] = definition.roles,
  ): Promise<Service<Config>> {
    const config = loadConfig(definition.config, environment) as unknown as Config;
    const log = new ServiceLog({ service: definition.name, level: config.LOG_LEVEL });
    const identity = new ServiceIdentity({
      name: definition.name,
      privateJwk: config.SERVICE_PRIVATE_JWK,
      jwks: config.SERVICE_JWKS,
      now: () => systemClock.now(),
    });
    const context: ServiceContext<Config> = { config, roles: new Set(roles), log, clock: systemClock, identity };
    const health = new Health();
    const app = await NestFactory.create<NestExpressApplication>(
      withHealth(definition.module(context), health),
      new ExpressAdapter(),
      { logger: new NestLog(log), bodyParser: false, abortOnError: false },
    );
    app.use(helmet());
    app.use(requestLog(log));
    app.use(cookieParser());
    app.use(express.json({ limit: bodyLimit }));
    app.disable('x-powered-by');
    app.setGlobalPrefix(`api/${definition.name}`, {
      exclude: ['health/live', 'health/ready', ...(definition.unprefixed ?? [])],
    });
    app.useGlobalGuards(
      new AccessGuard(new SignInVerifier({ jwksUrl: config.JWKS_URL, issuer: config.JWT_ISSUER }), identity),
    );
    app.useGlobalPipes(validation);
    app.useGlobalFilters(new ErrorFilter(log));
    return new Service(app, context, definition, health);
  }

  /** The API description of this service, as it is also served under `openapi.json`. */
  openApi(): OpenAPIObject {
    const info = new DocumentBuilder()
      .setTitle(`Kalends ${this.definition.name}`)
      .setVersion('1')
      .setOpenAPIVersion('3.1.0')
      .addBearerAuth()
      .addCookieAuth('kalends_session')
      .build();
    const document = SwaggerModule.createDocument(this.app, info, { operationIdFactory: (_, method) => method });
    describeProblems(document);
    return document;
  }

  /** Listens, takes events and starts the background parts. Resolves when all of it is ready. */
  async start(): Promise<void> {
    const { app, context, definition } = this;
    const { config, roles, log } = context;
    const worksOnHttp = roles.has('http');
    if (worksOnHttp && definition.grpc) {
      const transport = grpcTransport(definition.grpc, `${config.BIND_ADDRESS}:${config.GRPC_PORT}`);
      app.connectMicroservice(transport, { inheritAppConfig: true });
    }
    for (const strategy of definition.strategies?.(app, context) ?? []) {
      app.connectMicroservice({ strategy }, { inheritAppConfig: false });
    }
    if (worksOnHttp) this.serveOpenApi();
    await app.init();
    this.health.liveness = definition.liveness?.(app) ?? [];
    this.health.readiness = definition.readiness?.(app) ?? [];
    await app.startAllMicroservices();
    this.parts = definition.backgroundParts?.(app, context) ?? [];
    for (const part of this.parts) await part.start();
    await app.listen(config.HTTP_PORT, config.BIND_ADDRESS);
    log.info('service.ready', { role: [...roles].join(','), port: this.port() });
  }

  /** Port that HTTP listens on, also when the configured one was 0. */
  port(): number {
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  /** Finishes what is under way: readiness first, then background parts, then connections and groups. */
  async stop(): Promise<void> {
    this.health.draining = true;
    for (const part of this.parts.toReversed()) await part.stop();
    await this.app.close();
  }

  private serveOpenApi(): void {
    const document = this.openApi();
    const path = `/api/${this.definition.name}/openapi.json`;
    const http = this.app.getHttpAdapter().getInstance();
    http.get(path, (_request, response) => void response.json(document));
  }
}

function withHealth(module: DynamicModule, health: Health): DynamicModule {
  return {
    module: HostModule,
    imports: [module],
    controllers: [HealthController],
    providers: [{ provide: Health, useValue: health }],
  };
}
