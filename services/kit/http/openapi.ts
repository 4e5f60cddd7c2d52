/** The OpenAPI 3.1 document of a service, generated from the same schemas that validate its requests. */

import { problemSchema } from '@balcao/contracts/problem-schema.ts';
import { problemCodes } from '@balcao/contracts/problems.ts';
import { z } from 'zod';
import type { AnyRouteSpec, Route } from './route.ts';

export interface OpenApiInfo {
  title: string;
  description: string;
  version: string;
}

type Json = Record<string, unknown>;

export function openApiDocument(routes: Route[], info: OpenApiInfo): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/v1${route.spec.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.spec.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

function operation(route: Route): Json {
  const { spec } = route;
  const isPublic = spec.access === 'public';
  return {
    summary: spec.summary,
    operationId: operationId(spec),
    tags: [spec.path.split('/')[1]],
    ...(isPublic ? {} : { security: [{ bearer: [] }], 'x-permission': spec.access }),
    parameters: [
      ...parameters(spec.params, 'path'),
      ...parameters(spec.query, 'query'),
      ...(route.isIdempotent ? [idempotencyParameter] : []),
      ...(spec.problems?.includes('version_mismatch') ? [versionParameter] : []),
    ],
    ...requestBody(spec),
    responses: { ...answers(spec), ...problems(route) },
  };
}

function requestBody({ body, upload }: AnyRouteSpec): Json {
  if (upload !== undefined) {
    const content = Object.fromEntries(upload.types.map((type) => [type, {}]));
    return { requestBody: { required: true, content } };
  }
  if (body === undefined) return {};
  return { requestBody: { required: true, content: jsonContent(schemaOf(body, 'input')) } };
}

/** `POST /orders/:id/cancel` → `postOrdersByIdCancel`. */
function operationId({ method, path }: AnyRouteSpec): string {
  const words = path.split(/[/.-]/).filter((word) => word !== '');
  const parts = words.map((word) => (word.startsWith(':') ? `by-${word.slice(1)}` : word));
  return [method, ...parts]
    .join('-')
    .replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

const idempotencyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Repeats with the same key and body have one effect and get the first answer.',
  schema: { type: 'string', maxLength: 200 },
};

/** What can find a record changed in between looks for the version that the caller saw. */
const versionParameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the version to change, such as "3"; without it whichever is there.',
  schema: { type: 'string' },
};

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const json = schemaOf(schema, 'input');
  const required = Array.isArray(json.required) ? json.required : [];
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function jsonContent(schema: Json): Json {
  return { 'application/json': { schema } };
}

function answers(spec: AnyRouteSpec): Json {
  return Object.fromEntries(
    Object.entries(spec.answers).map(([status, schema]) => [status, answer(spec, schema)]),
  );
}

function answer(spec: AnyRouteSpec, schema: AnyRouteSpec['answers'][number]): Json {
  if (schema === null) return { description: 'No content.' };
  if (typeof schema !== 'string' && 'parse' in schema) {
    return { description: 'Done.', content: jsonContent(schemaOf(schema, 'output')) };
  }
  const types = typeof schema === 'string' ? [schema] : schema;
  return {
    description: spec.events === undefined ? 'The document.' : 'Events, as they happen.',
    content: Object.fromEntries(types.map((type) => [type, mediaType(spec)])),
  };
}

/** OpenAPI 3.1 has no word for the events of a stream. */
function mediaType({ events }: AnyRouteSpec): Json {
  if (events === undefined) return {};
  const schemas = Object.entries(events).map(([name, schema]) => [
    name,
    schemaOf(schema, 'output'),
  ]);
  return { schema: { type: 'string' }, 'x-events': Object.fromEntries(schemas) };
}

/** The problems that follow from what the route is, plus its own. */
function problems(route: Route): Json {
  const { spec } = route;
  const codes = new Set([...(spec.problems ?? []), 'unavailable' as const, 'internal' as const]);
  if (spec.access !== 'public') for (const code of tokenProblems) codes.add(code);
  if (spec.access !== 'public' && spec.access !== 'authenticated') codes.add('forbidden');
  if (spec.params ?? spec.query ?? spec.body) codes.add('validation_failed');
  if (spec.body ?? spec.upload) for (const code of bodyProblems) codes.add(code);
  if (route.isIdempotent) codes.add('idempotency_key_reused');
  const byStatus = Map.groupBy(codes, (code) => problemCodes[code].status);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, group]) => [
        status,
        {
          description: group.join(', '),
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      ]),
  );
}

const tokenProblems = ['unauthenticated', 'token_expired', 'token_revoked'] as const;
const bodyProblems = [
  'malformed_json',
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
] as const;
