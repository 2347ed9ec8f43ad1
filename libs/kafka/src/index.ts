export * from './event-headers';
export * from './kafka';
export * from './kafkajs/create-kafka';
