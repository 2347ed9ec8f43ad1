import { isDomainError, type Log } from '@kalends/kernel';
import { currentTraceId } from '@kalends/telemetry';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { toProblem } from './problem';

/** Answers every error of an HTTP route as problem details; what nobody expected is logged with its trace. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // Errors of gRPC and Kafka handlers are translated at their own edge.
    if (host.getType() !== 'http') throw error;
    const problem = toProblem(error, currentTraceId());
    if (problem.status >= 500 && !isExpected(error))
      this.log.error('request.failed', { error, status: problem.status });
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.end();
      return;
    }
    if (problem.status === 429 || problem.status === 503) response.setHeader('Retry-After', '1');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

const isExpected = (error: unknown): boolean => isDomainError(error) && error.kind !== 'internal';
