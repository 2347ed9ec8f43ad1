import type { EventName, EventOf } from '@kalends/contracts';
import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { EventHandlers } from '../event-applier';
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

type Method = (event: EventOf<EventName>, context: EventContext<unknown>) => Promise<void>;

/** By prototype: which method handles which event. */
const declared = new WeakMap<object, Map<EventName, string | symbol>>();

/** Declares a controller method `(event, context: EventContext<Tx>) => Promise<void>` as the one handler of an event; see EventHandler. */
export const OnEvent = (name: EventName): MethodDecorator => {
  const declare = applyDecorators(
    EventPattern(name as string, eventBusTransport) as MethodDecorator,
    UseFilters(Rethrow),
  );
  return (target, method, descriptor) => {
    Payload()(target, method, 0);
    Ctx()(target, method, 1);
    declared.set(target, (declared.get(target) ?? new Map<EventName, string | symbol>()).set(name, method));
    return declare(target, method, descriptor);
  };
};

/** The `@OnEvent` methods of these controllers, for an EventApplier without Nest around it. */
export function handlersOf<Tx>(...controllers: readonly object[]): EventHandlers<Tx> {
  const handlers = controllers.flatMap((controller) =>
    [...(declared.get(Object.getPrototypeOf(controller) as object) ?? [])].map(([name, method]) => {
      const call = ((controller as Record<string | symbol, unknown>)[method] as Method).bind(controller);
      return [name, { handle: (event: EventOf<EventName>, meta: EventMeta, tx: Tx) => call(event, { meta, tx }) }];
    }),
  );
  return Object.fromEntries(handlers) as EventHandlers<Tx>;
}
