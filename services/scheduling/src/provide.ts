import type { FactoryProvider, Type } from '@nestjs/common';
import { SchedulingPorts } from './scheduling-ports';

/** A plain class as a provider, made from the service's ports (and from `others`). */
export const provide = <T, O extends unknown[]>(
  type: Type<T>,
  make: (ports: SchedulingPorts, ...others: O) => T,
  ...others: { [K in keyof O]: Type<O[K]> }
): FactoryProvider<T> => ({ provide: type, useFactory: make, inject: [SchedulingPorts, ...others] });
