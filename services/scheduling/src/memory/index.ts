export * from './memory-resource-appointments';
export * from './memory-scheduling-stores';
export * from './rpc-client-to';
export * from './scheduling-process';
export * from './tables';
export type { SchedulingTx } from '../scheduling-tx';
