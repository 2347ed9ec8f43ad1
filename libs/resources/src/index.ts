export * from './manageable-resources';
export * from './resources';
export * from './rpc-resources';
