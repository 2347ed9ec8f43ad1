export * from './outbox';
export * from './outbox-migration';
export * from './outbox-relay';
export * from './outbox-store';
export * from './pg-outbox';
export * from './pg-outbox-store';
