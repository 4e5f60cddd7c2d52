/** Protects: every schema of every API and event has its JSON Schema, from which OpenAPI is made. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { eventSchemas } from '../events/catalog.ts';
import { productListQuery } from './product.ts';

const files = readdirSync(import.meta.dirname).filter((file) => /^[\w-]+\.ts$/.test(file));

const schemasOf = async (file: string): Promise<[string, z.ZodType][]> => {
  const exported: Record<string, unknown> = await import(`./${file}`);
  return Object.entries(exported).flatMap(([name, value]): [string, z.ZodType][] =>
    value instanceof z.ZodType ? [[name, value]] : [],
  );
};

/** Sent by programs of others, which say more than is read, and will say other things in their next version. */
const openRequests = ['webhookRequest', 'alertmanagerRequest'];
const isRequest = (name: string): boolean => /(Request|Query|Params)$/.test(name);

/** Every object of what a client sends says that it takes no further fields, or bounds their names and values. */
const assertClosed = (schema: object, where: string): void => {
  if ('type' in schema && schema.type === 'object') {
    const isRecord = 'propertyNames' in schema && 'additionalProperties' in schema;
    const isClosed = 'additionalProperties' in schema && schema.additionalProperties === false;
    assert.ok(isClosed || isRecord, where);
  }
  for (const [key, value] of Object.entries(schema)) {
    if (typeof value === 'object' && value !== null) assertClosed(value, `${where}.${key}`);
  }
};

describe('JSON Schema', () => {
  it('finds the APIs', () => assert.ok(files.length >= 10));

  for (const file of files) {
    it(`converts every schema of api/${file}`, async () => {
      const schemas = await schemasOf(file);
      assert.ok(schemas.length > 0);
      for (const [name, schema] of schemas) {
        const io = isRequest(name) ? 'input' : 'output';
        const json = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
        if (isRequest(name) && !openRequests.includes(name)) assertClosed(json, name);
      }
    });
  }

  it('shows a number and a truth value of a query as such', () => {
    const query = z.toJSONSchema(productListQuery, { io: 'input' });
    const { limit, active } = JSON.parse(JSON.stringify(query.properties));
    assert.deepEqual(limit, { type: 'integer', minimum: 1, maximum: 200 });
    assert.deepEqual(active, { type: 'boolean' });
  });

  it('converts every event', () => {
    for (const schema of Object.values(eventSchemas)) z.toJSONSchema(schema);
  });
});
