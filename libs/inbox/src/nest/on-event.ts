import type { EventName } from '@kalends/contracts';
import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { EventMeta } from '../event-handler';

/** Transport id that keeps these handlers away from an application's other transports (gRPC). */
export const eventBusTransport = Symbol('kalends event bus');

/** The second argument of an `@OnEvent` method. */
export interface EventContext<Tx> {
  readonly meta: EventMeta;
  /** The consumer's transaction, which also holds the inbox row. */
  readonly tx: Tx;
}

/** Nest's default filter replaces an error by "Internal server error": the runner must see the original to know its class. */
@Catch()
class Rethrow implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** Declares a controller method `(event, context: EventContext<Tx>) => Promise<void>` as the one handler of an event; see EventHandler. */
export const OnEvent = (name: EventName): MethodDecorator => {
  const declare = applyDecorators(
    EventPattern(name as string, eventBusTransport) as MethodDecorator,
    UseFilters(Rethrow),
  );
  return (target, method, descriptor) => {
    Payload()(target, method, 0);
    Ctx()(target, method, 1);
    return declare(target, method, descriptor);
  };
};
