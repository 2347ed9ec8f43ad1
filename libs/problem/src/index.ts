export * from './grpc';
export * from './problem';
export * from './problem.filter';
export * from './status';
