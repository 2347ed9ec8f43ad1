// node generate-api.mjs [FOLDER]: one typed client of all services, from the API descriptions that they keep beside their code.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';

const services = ['scheduling', 'oauth-consent', 'google-sync'];
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** All paths and schemas in one description: the services' paths differ, and a name that two schemas share must mean one. */
const together = { openapi: '3.1.0', info: { title: 'Kalends', version: '1' }, paths: {}, components: { schemas: {} } };
for (const service of services) {
  const { paths, components } = JSON.parse(readFileSync(here(`../../${service}/openapi.json`), 'utf8'));
  Object.assign(together.paths, paths);
  for (const [name, schema] of Object.entries(components.schemas ?? {})) {
    const known = together.components.schemas[name];
    if (known && !isDeepStrictEqual(known, schema)) throw new Error(`Two services mean different things by ${name}.`);
    together.components.schemas[name] = schema;
  }
}

await createClient({
  input: together,
  output: { path: process.argv[2] ?? here('src/api/gen'), tsConfigPath: here('tsconfig.json') },
  plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
  logs: { level: 'warn', file: false },
});
