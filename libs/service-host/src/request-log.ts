import type { Log } from '@kalends/kernel';
import type { NextFunction, Request, Response } from 'express';

/** Logs each answered request by its route's pattern: the address itself may carry ids of customers or codes. */
export const requestLog =
  (log: Log) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const begun = process.hrtime.bigint();
    response.once('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? '-';
      if (route.includes('/health/')) return;
      const durationMs = Number((process.hrtime.bigint() - begun) / 1_000_000n);
      log.info('request.served', {
        method: request.method,
        route: route,
        status: response.statusCode,
        durationMs,
      });
    });
    next();
  };
