import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from './openapi';

/** Writes openapi.json, from which clients are generated. */
void openApi().then((document) =>
  writeFile(join(__dirname, '..', 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`),
);
