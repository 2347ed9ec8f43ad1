export * from './data-source';
export * from './migrate';
export * from './postgres-unit-of-work';
export * from './row-level-security';
export * from './sql-error';
export * from './sql-session';
