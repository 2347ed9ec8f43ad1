import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from '../src/openapi';

describe('openapi.json of google-sync', () => {
  it('is what the code says (node dist/main.openapi.js writes it anew)', async () => {
    const written: unknown = JSON.parse(await readFile(join(__dirname, '..', 'openapi.json'), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(await openApi())));
  });
});
