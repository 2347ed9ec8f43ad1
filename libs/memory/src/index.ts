export { MemoryBus } from './bus/memory-bus';
export type { Membership } from './bus/memory-consumer';
export * from './gate';
export * from './memory-database';
export type { MemoryProcess } from './memory-process';
export * from './memory-unit-of-work';
export * from './table';
export type { Scope } from './transaction';
export * from './view';
