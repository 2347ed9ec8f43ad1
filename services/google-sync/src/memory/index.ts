export { jobsDueAt, workDueAt } from './due';
export * from './google-api';
export * from './google-sync-process';
export * from './in-process-google';
export { memoryLinkTx } from './memory-link-tx';
export * as googleSyncTables from './tables';
