import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, describeConfig, loadConfig } from './load-config';
import { settings } from './shared-settings';

const schema = z.object({ ...settings.http, ...settings.kafka, SECRET: z.string().min(32).describe('A key') });
const valid = { PUBLIC_URL: 'http://localhost:7070', KAFKA_BROKERS: 'a:9092, b:9092', SECRET: 'x'.repeat(32) };

const problemsOf = (environment: Record<string, string>): readonly { name: string; problem: string }[] => {
  try {
    loadConfig(schema, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
  }
  return [];
};

describe('loadConfig', () => {
  it('reads values by name and fills in defaults', () => {
    const config = loadConfig(schema, valid);
    expect(config.KAFKA_BROKERS).toEqual(['a:9092', 'b:9092']);
    expect(config.HTTP_PORT).toBe(3000);
  });

  it('lists every problem at once', () => {
    expect(problemsOf({ HTTP_PORT: 'eighty' }).map((p) => p.name)).toEqual([
      'HTTP_PORT',
      'PUBLIC_URL',
      'KAFKA_BROKERS',
      'SECRET',
    ]);
  });

  it('never tells a value, as it may be a secret', () => {
    expect(JSON.stringify(problemsOf({ ...valid, SECRET: 'short-secret', PUBLIC_URL: 'not-a-url' }))).not.toMatch(
      /short-secret|not-a-url/,
    );
  });

  it('takes an empty value as unset', () => {
    expect(problemsOf({ ...valid, SECRET: '' })).toEqual([{ name: 'SECRET', problem: 'is missing' }]);
  });

  it('reads a setting from the file that NAME_FILE names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    const path = join(folder, 'secret');
    writeFileSync(path, `${'y'.repeat(32)}\n`);
    const { SECRET: _, ...rest } = valid;
    expect(loadConfig(schema, { ...rest, SECRET_FILE: path }).SECRET).toBe('y'.repeat(32));
    rmSync(folder, { recursive: true });
    expect(problemsOf({ ...rest, SECRET_FILE: path })).toEqual([
      { name: 'SECRET', problem: 'names a file that can not be read' },
    ]);
  });

  it('describes each setting for the documentation', () => {
    expect(describeConfig(schema)).toContainEqual({
      name: 'HTTP_PORT',
      default: '3000',
      description: 'Port of REST and health checks',
    });
  });
});
