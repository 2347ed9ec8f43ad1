import type { Metadata } from '@grpc/grpc-js';
import { isDomainError, type Log } from '@kalends/kernel';
import { currentTraceId } from '@kalends/telemetry';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { throwError, type Observable } from 'rxjs';
import { toGrpcError } from './grpc';
import { toProblem } from './problem';

/** The one filter of every service: each edge gets its own translation; what nobody expected is logged with its trace. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    if (host.getType() === 'http') return this.answerHttp(error, host.switchToHttp().getResponse<Response>());
    if (isGrpc(host.switchToRpc().getContext())) {
      if (!isExpected(error)) this.log.error('rpc.failed', { error });
      return throwError(() => toGrpcError(error));
    }
    // An event handler: the consumer of libs/inbox decides between retrying and parking.
    return throwError(() => error);
  }

  private answerHttp(error: unknown, response: Response): void {
    const problem = toProblem(error, currentTraceId());
    if (problem.status >= 500 && !isExpected(error))
      this.log.error('request.failed', { error, status: problem.status });
    if (response.headersSent) {
      response.end();
      return;
    }
    if (problem.status === 429 || problem.status === 503) response.setHeader('Retry-After', '1');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

const isExpected = (error: unknown): boolean => isDomainError(error) && error.kind !== 'internal';

const isGrpc = (context: unknown): context is Metadata =>
  typeof context === 'object' && context !== null && 'getMap' in context;
