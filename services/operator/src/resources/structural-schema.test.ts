/** Protects: what zod says of a spec is what the API server checks, in a form that it takes. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { allResources } from './all-resources.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { structuralSchema } from './structural-schema.ts';

const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('circle'), radius: z.int().min(1), fill: z.enum(['a', 'b']) }),
  z.strictObject({ kind: z.literal('square'), side: z.int().default(3), fill: z.enum(['c']) }),
]);

describe('structural schemas', () => {
  it('say what is wrong in the words of zod', () => {
    const schema = structuralSchema(z.string().regex(/^[a-z]{1,9}$/, 'small letters'));
    assert.deepEqual(schema, {
      type: 'string',
      maxLength: 253,
      'x-kubernetes-validations': [
        { rule: "self.matches(r'^[a-z]{1,9}$')", message: 'small letters' },
      ],
    });
  });

  it('leave out what is null or empty by default, and keep other defaults', () => {
    const { properties, required } = structuralSchema(
      z.strictObject({
        none: z.int().nullable().default(null),
        empty: z.array(z.int()).max(3).default([]),
        ten: z.int().default(10),
        must: z.boolean(),
      }),
    );
    assert.deepEqual(required, ['must']);
    const presets = Object.entries(properties ?? {}).map(([key, value]) => [key, value.default]);
    const expected = [
      ['none', undefined],
      ['empty', undefined],
      ['ten', 10],
      ['must', undefined],
    ];
    assert.deepEqual(presets, expected);
  });

  it('make one object of a union, with a rule for each thing that only some of it has', () => {
    const { properties, required, 'x-kubernetes-validations': rules } = structuralSchema(shape);
    assert.deepEqual(required, ['kind']);
    assert.deepEqual(properties?.kind, { type: 'string', enum: ['circle', 'square'] });
    assert.deepEqual(properties?.fill, { type: 'string', enum: ['a', 'b', 'c'] });
    assert.equal(properties?.side?.default, undefined);
    assert.deepEqual(
      rules?.map(({ message }) => message),
      [
        'kind circle needs radius and fill',
        'kind square needs fill',
        'radius is only for kind circle: leave it out',
        'side is only for kind square: leave it out',
        'fill of kind circle is a or b',
        'fill of kind square is c',
      ],
    );
  });

  it('refuse a pattern that Go cannot read', () => {
    assert.throws(() => structuralSchema(z.string().regex(/^(?=a)/)), /cannot read/);
  });

  it('of all resources bound every text and every list', () => {
    for (const resource of allResources) {
      const unbounded = JSON.stringify(customResourceDefinition(resource), (_, value) => {
        const isText = value?.type === 'string' && !value.maxLength && !value.enum && !value.format;
        const isList = value?.type === 'array' && value.maxItems === undefined;
        return value?.description !== undefined && (isText || isList) ? 'unbounded' : value;
      });
      assert.ok(!unbounded.includes('"unbounded"'), resource.kind);
    }
  });
});
