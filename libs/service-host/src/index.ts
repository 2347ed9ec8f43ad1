export * from './host-settings';
export * from './open-api-of';
export * from './run-service';
export { Service } from './service';
export * from './service-definition';
