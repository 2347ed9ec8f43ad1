import { Public } from '@kalends/access';
import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import type { HealthCheck } from './service-definition';

/** What the health routes look at; filled once the application stands. */
export class Health {
  liveness: readonly HealthCheck[] = [];
  readiness: readonly HealthCheck[] = [];
  /** Set on SIGTERM: no new requests while the last ones are finished. */
  draining = false;
}

const limitMs = 2_000;

@Controller('health')
@ApiExcludeController()
@Public()
export class HealthController {
  constructor(@Inject(Health) private readonly health: Health) {}

  @Get('live')
  async live(@Res() response: Response): Promise<void> {
    await answer(response, this.health.liveness);
  }

  @Get('ready')
  async ready(@Res() response: Response): Promise<void> {
    await answer(response, this.health.draining ? [draining] : this.health.readiness);
  }
}

const draining: HealthCheck = { name: 'draining', check: () => Promise.reject(new Error('draining')) };

async function answer(response: Response, checks: readonly HealthCheck[]): Promise<void> {
  const results = await Promise.all(checks.map(async (check) => [check.name, await isWell(check)] as const));
  const well = results.every(([, ok]) => ok);
  response.status(well ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).json({
    status: well ? 'ok' : 'error',
    checks: Object.fromEntries(results.map(([name, ok]) => [name, ok ? 'ok' : 'error'])),
  });
}

async function isWell(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([check.check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
