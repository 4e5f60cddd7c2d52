/**
 * From zod to the structural schemas of Kubernetes: no $ref and no oneOf, nothing that Go's regular expressions
 * cannot read, a bound on everything, and rules in CEL that say what zod's own messages say.
 */
import { z } from 'zod';
import { flattenUnion } from './flatten-union.ts';
import type { CelRule } from './resource.ts';

export interface Structural {
  type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  description?: string;
  properties?: Record<string, Structural>;
  required?: string[];
  items?: Structural;
  additionalProperties?: Structural;
  enum?: string[];
  pattern?: string;
  maxLength?: number;
  default?: unknown;
  format?: string;
  'x-kubernetes-validations'?: CelRule[];
  [keyword: string]: unknown;
}

const type = z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean']);
/** Text whose pattern bounds it gets one for CEL, which reckons with the longest. */
const defaultMaxLength = 253;
const lookAround = /\(\?[=!<]/;
/** What the API server checks itself; the patterns that zod adds to them are long and say nothing. */
const knownFormats = new Set(['uuid', 'date-time', 'email', 'uri']);

/** Throws on what no structural schema can say. */
export function structuralSchema(schema: z.ZodType): Structural {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    target: 'openapi-3.0',
    unrepresentable: 'throw',
    override: ({ zodSchema, jsonSchema }) => {
      const message = patternMessage(zodSchema);
      if (message !== undefined) jsonSchema['x-message'] = message;
      if (isInstant(zodSchema)) jsonSchema.format = 'date-time';
    },
  });
  return structural(z.record(z.string(), z.unknown()).parse(json));
}

/** What zod says of text that does not match the pattern that the schema was given. */
function patternMessage({ _zod: { def } }: z.core.$ZodTypes): string | undefined {
  const checks = def.checks ?? [];
  for (const check of checks) {
    const own: { format?: unknown; error?: unknown } = check._zod.def;
    if (own.format === 'regex' && typeof own.error === 'function') return String(own.error({}));
  }
  return undefined;
}

/** Its format is lost where a pattern narrows it. */
function isInstant({ _zod: { def } }: z.core.$ZodTypes): boolean {
  return 'format' in def && def.format === 'datetime';
}

type Json = Record<string, unknown>;
const nested = z.record(z.string(), z.unknown());

function structural(json: Json): Structural {
  if (Array.isArray(json.oneOf)) return unionOf(json);
  const made: Structural = { type: type.parse(json.type) };
  copyPlain(json, made);
  const { properties, items, additionalProperties } = json;
  if (properties !== undefined) {
    made.properties = mapValues(nested.parse(properties), (each) => structural(nested.parse(each)));
  }
  if (items !== undefined) made.items = structural(nested.parse(items));
  if (typeof additionalProperties === 'object' && additionalProperties !== null) {
    made.additionalProperties = structural(nested.parse(additionalProperties));
  }
  if (made.type === 'string') boundText(json, made);
  return made;
}

const plain = [
  'description',
  'required',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'maxProperties',
  'enum',
  'format',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
];

function copyPlain(json: Json, made: Structural): void {
  for (const keyword of plain) if (json[keyword] !== undefined) made[keyword] = json[keyword];
  if (made.maximum === Number.MAX_SAFE_INTEGER) delete made.maximum;
  const { default: preset } = json;
  // What is empty or null is what leaving it out means.
  if (preset !== null && typeof preset !== 'object' && preset !== undefined) made.default = preset;
}

function boundText(json: Json, made: Structural): void {
  const { pattern, format } = json;
  if (format !== undefined && !knownFormats.has(String(format))) delete made.format;
  if (made.enum !== undefined) return;
  if (made.format === undefined || made.format === 'uri') made.maxLength ??= defaultMaxLength;
  if (typeof pattern !== 'string' || made.format !== undefined) return;
  if (lookAround.test(pattern)) throw new Error(`Go cannot read the pattern ${pattern}`);
  const message = json['x-message'];
  if (typeof message !== 'string') made.pattern = pattern;
  else made['x-kubernetes-validations'] = [{ rule: `self.matches(${celText(pattern)})`, message }];
}

function unionOf(json: Json): Structural {
  const variants = z.array(nested).parse(json.oneOf).map(structural);
  const merged = flattenUnion(variants);
  const { description } = json;
  return typeof description === 'string' ? { ...merged, description } : merged;
}

function mapValues<In, Out>(from: Record<string, In>, to: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));
}

/** Text as CEL reads it: raw, so that a backslash is one. */
function celText(text: string): string {
  if (text.includes("'")) throw new Error(`a quote in ${text}`);
  return `r'${text}'`;
}
