/** A service that owns a schema, and the two roles that may touch it. */
export interface ServiceDatabase {
  /** Folder under services/. */
  readonly service: string;
  readonly schema: string;
}

/** Every service with a schema of its own: the stack, the tests and later Helm read this declaration. */
export const serviceDatabases = [
  { service: 'scheduling', schema: 'scheduling' },
  { service: 'oauth-consent', schema: 'oauth_consent' },
  { service: 'google-sync', schema: 'google_sync' },
] as const satisfies readonly ServiceDatabase[];

export type ServiceName = (typeof serviceDatabases)[number]['service'];

export const serviceDatabase = (service: ServiceName): ServiceDatabase =>
  serviceDatabases.find((declared) => declared.service === service) as ServiceDatabase;
