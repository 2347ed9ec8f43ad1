// An emulator in a process of its own, for tests that kill it: compiles the sources as they are loaded and tells its URL.
const { join } = require('node:path');
const { transformFileSync } = require('@swc/core');

const configFile = join(__dirname, '../../../.swcrc');
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { configFile }).code, file);

const { startEmulator } = require('../src/index.ts');
void startEmulator({ port: 0, stateDir: process.argv[2] }).then(({ url }) => process.send(url));
