import { readFileSync } from 'node:fs';
import { seedSchema, startEmulator, type Seed } from './index';

/** SEED is the path of a seed file; `default` or nothing is the built-in one. */
function readSeed(name: string | undefined): Seed | undefined {
  if (name === undefined || name === '' || name === 'default') return undefined;
  return seedSchema.parse(JSON.parse(readFileSync(name, 'utf8')));
}

async function main(): Promise<void> {
  const { HTTP_PORT = '7071', STATE_DIR, SEED } = process.env;
  const emulator = await startEmulator({
    port: Number(HTTP_PORT),
    stateDir: STATE_DIR || undefined,
    seed: readSeed(SEED),
  });
  process.stdout.write(`Google emulator is ready at ${emulator.url}\n`);
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void emulator.close().then(() => process.exit(0));
    });
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
