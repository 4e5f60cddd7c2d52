/** Every operation that the OpenAPI documents of the services promise. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Permission } from '../../services/contracts/permissions.ts';

/** A JSON Schema, as far as whoever reads it looks. */
export type Schema = Record<string, unknown>;

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema: z.record(z.string(), z.unknown()),
});
export type Parameter = z.infer<typeof parameter>;

const content = z.record(
  z.string(),
  z.object({ schema: z.record(z.string(), z.unknown()).default({}) }),
);
const described = z.object({
  'x-permission': z.string().optional(),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), described)),
});

export interface Operation {
  service: string;
  /** In capitals. */
  method: string;
  /** With `/api/v1`, and parameters as `{id}`. */
  path: string;
  access: 'public' | 'authenticated' | Permission;
  parameters: Parameter[];
  /** Schemas of the body by its content type; empty where there is none. */
  bodies: Record<string, Schema>;
  /** Statuses that are documented. */
  statuses: ReadonlySet<number>;
}

const services = new URL('../../services/', import.meta.url);

/** `POST /api/v1/orders`. */
export const nameOf = ({ method, path }: Pick<Operation, 'method' | 'path'>) => `${method} ${path}`;

/** In the order of the services and of their documents. */
export function readOperations(): Operation[] {
  return readdirSync(services).sort().flatMap(operationsOf);
}

function operationsOf(service: string): Operation[] {
  const file = new URL(`${service}/openapi.json`, services);
  if (!existsSync(file)) return [];
  const { paths } = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({
      service,
      method: method.toUpperCase(),
      path,
      access: (found['x-permission'] ?? 'public') as Operation['access'],
      parameters: found.parameters,
      bodies: Object.fromEntries(
        Object.entries(found.requestBody?.content ?? {}).map(([type, { schema }]) => [
          type,
          schema,
        ]),
      ),
      statuses: new Set(Object.keys(found.responses).map(Number)),
    })),
  );
}
