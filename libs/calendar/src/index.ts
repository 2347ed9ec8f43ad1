export * from './calendar-time';
export * from './content';
export * from './content-proto';
export * from './occurrences';
export * from './recurrence-rule';
export * from './time-zone';
