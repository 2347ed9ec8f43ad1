export * from './memory-outbox';
export * from './memory-outbox-store';
export { outboxTable, type OutboxRow } from './outbox-tables';
