/** Where Postgres and Kafka of a run come from. */
export type InfraKind = 'containers' | 'embedded';

/** What the person asked for by `KALENDS_INFRA`. */
export type InfraWish = InfraKind | 'auto';

/** Local TCP ports; 0 takes a free one. */
export interface InfraPorts {
  readonly postgres: number;
  readonly kafka: number;
  /** Kafka's own quorum, on this machine only. */
  readonly kafkaController: number;
}

export interface InfraOptions {
  readonly wish: InfraWish;
  /** Absolute path of the folder that keeps data, pid files and logs between starts. */
  readonly stateDir: string;
  readonly ports: InfraPorts;
  /** false trades safety of the data for speed (tests). */
  readonly durable: boolean;
  /** One readable line per step that takes longer than a moment. */
  readonly progress: (line: string) => void;
}

export type ServerName = 'postgres' | 'kafka';

/** For tests of what a crash leaves behind. */
export interface Crashes {
  /** `kill -9`; settles when the server is gone. `died` says nothing of it. */
  kill(server: ServerName): Promise<void>;
  /** Starts a killed server on its port and data; settles when it answers. */
  restart(server: ServerName): Promise<void>;
}

/** One running Postgres server and one running Kafka broker. */
export interface Infra {
  readonly kind: InfraKind;
  readonly postgres: {
    /** `postgres://…` of a superuser, database `postgres`. */
    readonly adminUrl: string;
  };
  readonly kafka: {
    /** `host:port`, comma separated. */
    readonly brokers: string;
  };
  /** Settles with one sentence when a server ends without having been asked to. */
  readonly died: Promise<string>;
  /** Null where the servers are not this machine's own processes. */
  readonly crashes: Crashes | null;
  /** Ends both in order and settles when no process of them is left. */
  stop(): Promise<void>;
}
