export * from './grpc-transport';
export * from './in-process-client';
export * from './rpc-client';
