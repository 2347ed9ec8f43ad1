export { inboxTable, inboxVersionTable, parkedEventTable } from './inbox-tables';
export * from './memory-inbox';
