import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Where settings come from; in a running service `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the configuration, by name and never by value (values may be secrets). */
export class ConfigError extends Error {
  constructor(readonly problems: readonly { readonly name: string; readonly problem: string }[]) {
    super(
      ['The configuration is not usable. Set these and start again:']
        .concat(problems.map(({ name, problem }) => `  ${name}: ${problem}`))
        .join('\n'),
    );
    this.name = 'ConfigError';
  }
}

/**
 * Reads a service's settings by its zod schema, whose keys are the names in the environment. Empty strings count as unset.
 * A secret can come from a file instead of the environment, where other processes may see it: `KEY_RING_FILE` is the path of
 * a file that holds what `KEY_RING` would.
 * @throws ConfigError with every problem at once.
 */
export function loadConfig<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  environment: Environment = process.env,
): z.infer<z.ZodObject<S>> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, environment[name] || readText(environment[`${name}_FILE`])]),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => ({
      name: issue.path.join('.') || 'configuration',
      problem: problemOf(given[String(issue.path[0])], issue),
    })),
  );
}

/** Null, which no setting allows, when the file can't be read. */
function readText(path: string | undefined): string | null | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch {
    return null;
  }
}

/** One row per setting for .env.example and the README's table. */
export function describeConfig(schema: z.ZodObject): { name: string; default: string; description: string }[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const type = field as z.ZodType;
    const fallback = type.safeParse(undefined);
    return {
      name,
      default: fallback.success && fallback.data !== undefined ? JSON.stringify(fallback.data).replaceAll('"', '') : '',
      description: type.description ?? '',
    };
  });
}

function problemOf(value: string | null | undefined, issue: z.core.$ZodIssue): string {
  if (value === undefined) return 'is missing';
  return value === null ? 'names a file that can not be read' : plain(issue);
}

/** zod's messages may quote the value: only the kind of problem is told. */
function plain(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be a ${issue.expected}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'custom':
      return issue.message;
    default:
      return 'is not valid';
  }
}
