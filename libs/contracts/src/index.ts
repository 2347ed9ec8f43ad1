export * from './topics';
export * from './gen/kalends/calendar/v1/content_pb';
export * from './gen/kalends/scheduling/v1/appointment_pb';
export * from './gen/kalends/scheduling/v1/events_pb';
export * from './gen/kalends/scheduling/v1/scheduling_service_pb';
export * from './gen/kalends/consent/v1/events_pb';
export * from './gen/kalends/consent/v1/token_broker_service_pb';
export * from './gen/kalends/sync/v1/events_pb';
