/** The servers of this run, as libs/infra's jest globalSetup told them. */
const fromRun = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: only .int. and .e2e. specs have servers`);
  return value;
};

export const testServers = {
  /** Superuser's URL of the Postgres server. */
  postgres: (): string => fromRun('KALENDS_TEST_POSTGRES'),
  /** `host:port` of the Kafka broker. */
  kafka: (): string => fromRun('KALENDS_TEST_KAFKA'),
  /** Whether this machine's own processes serve the run, so that a spec may start (and kill) more of them. */
  areEmbedded: (): boolean => fromRun('KALENDS_TEST_INFRA') === 'embedded',
};
