/** Configuration: each setting names its environment variable, its zod schema and a help text. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addCredentials } from './add-credentials.ts';

export interface Setting<S extends z.ZodType = z.ZodType> {
  env: string;
  schema: S;
  help: string;
}

export type Settings = Record<string, Setting>;
export type ConfigOf<S extends Settings> = { [K in keyof S]: z.output<S[K]['schema']> };
export type Environment = Record<string, string | undefined>;

/** Declares one setting. */
export function setting<S extends z.ZodType>(env: string, schema: S, help: string): Setting<S> {
  return { env, schema, help };
}

/** A whole number in a range, written in decimal digits. */
export function integer(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));
}

/** `true` or `false`, nothing else. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reads `NAME`, or the file that `NAME_FILE` points to (how Kubernetes mounts secrets). */
function readVariable(name: string, env: Environment): string | undefined {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return undefined;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (cause) {
    throw new ConfigError([`${name}_FILE: cannot read ${file} (${String(cause)})`]);
  }
}

/** An address gets the credentials that stand beside it: `AMQP_URL` those of `AMQP_USER` and `AMQP_PASSWORD`. */
function readValue(name: string, env: Environment): string | undefined {
  const value = readVariable(name, env);
  const [, server] = /^(\w+)_URL$/.exec(name) ?? [];
  if (value === undefined || server === undefined) return value;
  const user = readVariable(`${server}_USER`, env);
  return addCredentials(value, { user, password: readVariable(`${server}_PASSWORD`, env) });
}

/** Parses all settings at once, and names every variable that is wrong. */
export function readConfig<S extends Settings>(settings: S, env: Environment): ConfigOf<S> {
  const problems: string[] = [];
  const entries = Object.entries(settings).map(([key, { env: name, schema, help }]) => {
    const parsed = schema.safeParse(readValue(name, env));
    if (parsed.success) return [key, parsed.data];
    const messages = parsed.error.issues.map((issue) => issue.message).join('; ');
    problems.push(`${name}: ${messages} (${help})`);
    return [key, undefined];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(entries);
}
