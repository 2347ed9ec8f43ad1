export * from './grpc';
export * from './problem';
export * from './error.filter';
export * from './status';
