export * from './log-fields';
export * from './service-log';
export * from './telemetry-settings';
export * from './tracing';
