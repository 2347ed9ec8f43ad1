import { join } from 'node:path';
import { checkout } from '../stack-options';
import type { ProgramSpec } from './program';

/** The Google emulator, which keeps its calendars in the state folder. */
export const emulatorSpec = (port: number, stateDir: string): ProgramSpec => ({
  name: 'google-emulator',
  cwd: join(checkout, 'tools', 'google-emulator'),
  args: ['dist/main.js'],
  env: { HTTP_PORT: String(port), STATE_DIR: join(stateDir, 'emulator') },
  readyUrl: `http://127.0.0.1:${port}/health/live`,
});
