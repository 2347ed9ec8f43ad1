import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from '../src/openapi';

describe('openapi.json', () => {
  it('is what the code says (npm run openapi writes it anew)', async () => {
    const written = JSON.parse(await readFile(join(__dirname, '..', 'openapi.json'), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(await openApi())));
  });

  it('describes the body of every answer', async () => {
    const { paths } = await openApi();
    const bare = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses = {} }]) =>
        Object.entries(responses as Record<string, { content?: unknown }>)
          .filter(([status, { content }]) => !content && status !== '204')
          .map(([status]) => `${method} ${path} ${status}`),
      ),
    );
    expect(bare).toEqual([]);
  });
});
