/** Values for a JSON Schema: mostly such as it takes, some at its edges, some that it must refuse. */
import fc from 'fast-check';
import type { Schema } from './operations.ts';

/** Stands for the id of something that exists; what sends the request puts one in its place. */
const knownId = (place: number) => `known-id:${place}`;
const ids = fc.oneof(
  { weight: 8, arbitrary: fc.nat(500).map(knownId) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.constant('00000000-0000-0000-0000-000000000000') },
);

/** What people and programs send that harms systems which are not careful. */
const nasties = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  '\0',
  '\ud800',
  "'; DROP TABLE orders; --",
  '=HYPERLINK("http://127.0.0.1")',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  '🥩'.repeat(50),
  'a'.repeat(5_000),
  0,
  -1,
  0.1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
  true,
  [],
  {},
  { __proto__: null, toString: 1 },
  [[[[[[]]]]]],
);

const instants = fc
  .integer({ min: -400 * 86_400, max: 2 * 86_400 })
  .map((seconds) => new Date(Date.now() + seconds * 1000).toISOString());
const days = instants.map((instant) => instant.slice(0, 10));

/** Formats that are told apart by an example: a pattern's own strings would be calendar nonsense or reach outside. */
const byFormat: Record<string, fc.Arbitrary<unknown>> = {
  uuid: ids,
  email: fc.nat(50).map((n) => `person${n}@example.com`),
  uri: fc.constantFrom('http://127.0.0.1:9/hook', 'https://127.0.0.1:9/', 'http://[::1]:9/'),
  hostname: fc.constantFrom('localhost', '127.0.0.1'),
  ipv4: fc.constant('127.0.0.1'),
  ipv6: fc.constant('::1'),
  'date-time': instants,
  date: days,
};

/** `isWild`: with what must be refused in between; else the schema takes it, as far as the schema says all. */
export function arbitraryOf(schema: Schema, isWild: boolean): fc.Arbitrary<unknown> {
  const taken = takenBy(schema, isWild);
  return isWild ? fc.oneof({ weight: 20, arbitrary: taken }, nasties) : taken;
}

function takenBy(schema: Schema, isWild: boolean): fc.Arbitrary<unknown> {
  const { type, properties } = schema;
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (choices !== undefined) return fc.oneof(...choices.map((one) => arbitraryOf(one, isWild)));
  if (type === 'string') return strings(schema, isWild);
  if (type === 'integer' || type === 'number') return numbers(schema, isWild);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array') return arrays(schema, isWild);
  if (properties !== undefined) return objects(schema, isWild);
  return isWild ? nasties : fc.constant({});
}

function strings(schema: Schema, isWild: boolean): fc.Arbitrary<unknown> {
  const known = byFormat[String(schema.format)];
  if (known !== undefined) return known;
  const patterns = [schema, ...((schema.allOf as Schema[] | undefined) ?? [])]
    .map(({ pattern }) => pattern)
    .filter((pattern) => typeof pattern === 'string');
  const min = Number(schema.minLength ?? 0);
  const max = Math.min(Number(schema.maxLength ?? 60), 200);
  const free = fc.string({ minLength: min, maxLength: Math.max(min, max), unit: 'grapheme' });
  const examples = usual.filter((one) => patterns.every((each) => matches(each, one)));
  if (patterns.length > 0 && examples.length > 0) return fc.oneof(...examples);
  const [pattern] = patterns;
  if (pattern === undefined) return isWild ? free : words(min, max);
  const matched = matching(pattern, words(min, max));
  return isWild ? fc.oneof({ weight: 4, arbitrary: matched }, free) : matched;
}

/** What patterns are mostly about: a pattern's own strings would be calendar nonsense. */
const usual = [
  instants,
  days,
  days.map((day) => day.slice(0, 7)),
  fc.constantFrom('08:00', '23:59'),
  fc.constantFrom('USD-BRL', 'COST:A-1'),
  fc.constantFrom('12.34', '0.01', '100000'),
];

const matches = (pattern: string, one: fc.Arbitrary<string>) =>
  fc.sample(one, { numRuns: 3, seed: 1 }).every((text) => new RegExp(pattern, 'u').test(text));

/** Names as a shop has them. */
const words = (minLength: number, maxLength: number) =>
  fc
    .nat(500)
    .map((n) =>
      `Corte ${n} ção`.padEnd(minLength, 'x').slice(0, Math.max(minLength, maxLength)).trim(),
    );

/** A pattern that cannot be turned around is guessed at. */
function matching(pattern: string, otherwise: fc.Arbitrary<string>): fc.Arbitrary<string> {
  try {
    const arbitrary = fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 60 });
    fc.sample(arbitrary, { numRuns: 1, seed: 1 });
    return arbitrary;
  } catch {
    return otherwise;
  }
}

function numbers(schema: Schema, isWild: boolean): fc.Arbitrary<unknown> {
  const min = Number(schema.minimum ?? -1_000_000);
  const max = Number(schema.maximum ?? 1_000_000_000);
  const within = (value: number) => Math.min(Math.max(value, min), max);
  const usual = fc.integer({ min: within(0), max: within(20_000) });
  const edges = fc.constantFrom(min, max, within(1));
  const beyond = fc.constantFrom(min - 1, max + 1);
  return isWild
    ? fc.oneof({ weight: 6, arbitrary: usual }, edges, beyond)
    : fc.oneof({ weight: 15, arbitrary: usual }, edges);
}

function arrays(schema: Schema, isWild: boolean): fc.Arbitrary<unknown> {
  const minLength = Number(schema.minItems ?? 0);
  const maxLength = Math.max(minLength, Math.min(Number(schema.maxItems ?? 4), 4));
  return fc.array(arbitraryOf((schema.items ?? {}) as Schema, isWild), { minLength, maxLength });
}

function objects(schema: Schema, isWild: boolean): fc.Arbitrary<unknown> {
  const properties = schema.properties as Record<string, Schema>;
  const required = (schema.required ?? []) as string[];
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, arbitraryOf(value, isWild)]),
  );
  const whole = fc.record(model, { requiredKeys: required.filter((name) => name in model) });
  if (!isWild) return whole;
  const broken = fc
    .tuple(whole, fc.constantFrom('role', 'isAdmin', '__proto__', 'constructor', 'id'), nasties)
    .map(([value, name, extra]) => ({ ...value, [name]: extra }));
  return fc.oneof({ weight: 15, arbitrary: whole }, broken);
}
