import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultSeed } from './core/default-seed';
import { Emulator } from './core/emulator';
import type { Clock, Randomness } from './core/ports';
import { plant, type Seed } from './core/seed';
import { PushPump } from './http/push-pump';
import { createServer } from './http/server';
import { JournalFile, memoryOnly } from './storage/journal-file';

export { defaultSeed } from './core/default-seed';
export { Emulator, type CallInfo, type EmulatorPorts, type Outcome } from './core/emulator';
export { answerConsent, postForm } from './core/oauth/endpoints';
export { unsignedIdTokens } from './core/oauth/id-token';
export { GoogleError } from './core/google-error';
export type { Answer, ApiRequest } from './core/operation';
export type { Change, Clock, Journal, Randomness } from './core/ports';
export { endGrant } from './core/oauth/token-endpoint';
export * as people from './core/people';
export type { EventRecord } from './core/events/event-record';
export { plant, seedSchema, type Seed } from './core/seed';
export type { Settings } from './core/settings';
export type { LoggedCall } from './core/traffic/call-log';

export interface EmulatorOptions {
  /** 0 takes any free port. */
  port: number;
  /** Folder that keeps the state over restarts; without it everything is in memory only. */
  stateDir?: string;
  clock?: Clock;
  random?: Randomness;
  seed?: Seed;
}

export interface RunningEmulator {
  /** Origin without a slash at the end. */
  readonly url: string;
  readonly core: Emulator;
  close(): Promise<void>;
}

const BASE32HEX = '0123456789abcdefghijklmnopqrstuv';

const systemRandomness: Randomness = {
  fraction: () => randomInt(2 ** 47) / 2 ** 47,
  id: (length) => Array.from({ length }, () => BASE32HEX[randomInt(32)]).join(''),
};

/** Starts the emulator on loopback; it knows the seed's accounts unless the state folder knows better. */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const { seed = defaultSeed, clock = { now: () => Date.now() }, random = systemRandomness } = options;
  const file =
    options.stateDir === undefined ? null : new JournalFile(options.stateDir, () => core.state.database.snapshot());
  const pump: PushPump = new PushPump(() => core);
  const core: Emulator = new Emulator({ clock, random, journal: file ?? memoryOnly, onPushQueued: () => pump.nudge() });
  if (file) {
    core.state.database.restore(file.read());
    file.compact();
  }
  if (core.state.clients.all().length === 0) core.run((context) => plant(context, seed));

  const server = createHttpServer(createServer({ emulator: core, seed, nudge: () => pump.nudge() }));
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    core,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await pump.stop();
      file?.close();
    },
  };
}
