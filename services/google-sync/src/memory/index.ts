export { jobsDueAt, workDueAt } from './due';
export * from './google-api';
export * from './google-sync-process';
export * from './in-process-google';
export { memoryLinkTx } from './memory-link-tx';
export * as googleSyncTables from './tables';
export type { Answer, GoogleCalendar } from '../google/app/google-calendar';
export type { FoundEvent } from '../google/domain/found-event';
export type { LinkTx } from '../link/app/link-tx';
