import { createKafka } from '@kalends/kafka';
import { systemRandomness } from '@kalends/kernel';
import { defineService, type ServiceContext } from '@kalends/service-host';
import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express, RequestHandler } from 'express';
import { consoleConfig, type ConsoleConfig } from './config';
import { ChangeLog } from './live/change-log';
import { LiveFeed } from './live/live-feed';
import { LiveHub } from './live/live-hub';
import { StreamController } from './live/stream.controller';
import { pageSettingsToken, SettingsController } from './settings/settings.controller';
import { serveWebApp } from './web-app/serve-web-app';

/** Changes kept for pages that were cut off: at 50 a second more than three minutes. */
const keptChanges = 10_000;

const webAppToken = Symbol('web app');

@Module({})
class ConsoleModule implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost,
    @Inject(webAppToken) private readonly webApp: RequestHandler,
  ) {}

  static over({ config, log }: ServiceContext<ConsoleConfig>): DynamicModule {
    const processId = systemRandomness.token(9).replaceAll(/[^\w]/g, '');
    const hub = new LiveHub(new ChangeLog(processId, keptChanges));
    const kafka = createKafka({
      brokers: config.KAFKA_BROKERS,
      clientId: 'console',
      prefix: config.KALENDS_TOPIC_PREFIX,
      log,
    });
    const emulatorUrl = config.GOOGLE_EMULATOR_URL ?? null;
    return {
      module: ConsoleModule,
      controllers: [StreamController, SettingsController],
      providers: [
        { provide: LiveHub, useValue: hub },
        { provide: LiveFeed, useValue: new LiveFeed(kafka, processId, hub, log) },
        { provide: pageSettingsToken, useValue: { emulatorUrl } },
        { provide: webAppToken, useValue: serveWebApp(config.WEB_APP_FOLDER, emulatorUrl) },
      ],
    };
  }

  /** After the routes and before the answer 404, so that every other path shows the web application. */
  onModuleInit(): void {
    this.http.httpAdapter.getInstance<Express>().use(this.webApp);
  }
}

/** The service as a value: `main.ts` and tests start the very same one. */
export const consoleService = defineService({
  name: 'console',
  config: consoleConfig,
  roles: ['http'],
  module: (context) => ConsoleModule.over(context),
  backgroundParts: (app) => [app.get(LiveFeed)],
  liveness: (app) => [
    {
      name: 'live-feed',
      check: () => (app.get(LiveFeed).alive() ? Promise.resolve() : Promise.reject(new Error('The consumer gave up.'))),
    },
  ],
});
