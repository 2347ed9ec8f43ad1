export * from './grpc-transport';
export * from './rpc-client';
