import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Log } from '@kalends/kernel';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { loggable } from './log-fields';

type Fields = Readonly<Record<string, unknown>>;

/** The log of a service: one JSON object a line on standard output, with trace ids, fields by allow-list. */
export class ServiceLog implements Log {
  private readonly logger: Logger;

  constructor(options: { readonly service: string; readonly level: string; readonly destination?: DestinationStream }) {
    this.logger = pino(
      {
        level: options.level,
        base: { service: options.service },
        messageKey: 'event',
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        mixin: traceIds,
      },
      options.destination ?? pino.destination({ sync: true }),
    );
  }

  debug(event: string, fields: Fields = {}): void {
    this.logger.debug(loggable(fields), event);
  }

  info(event: string, fields: Fields = {}): void {
    this.logger.info(loggable(fields), event);
  }

  warn(event: string, fields: Fields = {}): void {
    this.logger.warn(loggable(fields), event);
  }

  error(event: string, fields: Fields = {}): void {
    this.logger.error(loggable(fields), event);
  }
}

/** Nest's own messages in the service's log. Its errors keep their text: they name classes and routes, not data. */
export class NestLog implements LoggerService {
  constructor(private readonly serviceLog: ServiceLog) {}

  log(message: unknown, context?: unknown): void {
    this.serviceLog.debug('nest.log', { nest: message, from: context });
  }

  warn(message: unknown, context?: unknown): void {
    this.serviceLog.warn('nest.warning', { nest: message, from: context });
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.serviceLog.error('nest.error', { nest: message, from: rest.at(-1) });
  }
}

function traceIds(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span) ? { traceId: span.traceId, spanId: span.spanId } : {};
}
