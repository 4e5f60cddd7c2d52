/** A model as bytes and back: compressed JSON, its numbers as base64 of little-endian floats. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Model } from './model.ts';

const floats = z.base64().transform((text) => {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / 4 }, (_none, at) => bytes.readFloatLE(at * 4));
});

const stored = z.object({
  categories: z.array(z.object({ id: z.string(), kind: z.enum(['income', 'expense']) })),
  terms: z.array(z.string()),
  idf: floats,
  weights: floats,
  biases: floats,
  temperature: z.number(),
});

/** Numbers keep 24 bits, which changes a confidence by less than a millionth. */
export function encodeModel(model: Model): Buffer {
  const { categories, vocabulary, coefficients, temperature } = model;
  const json: z.input<typeof stored> = {
    categories,
    terms: [...vocabulary.positions.keys()],
    idf: toBase64(vocabulary.idf),
    weights: toBase64(coefficients.weights),
    biases: toBase64(coefficients.biases),
    temperature,
  };
  return gzipSync(JSON.stringify(json));
}

function toBase64(numbers: Float64Array): string {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries()) bytes.writeFloatLE(number, at * 4);
  return bytes.toString('base64');
}

export function decodeModel(bytes: Uint8Array): Model {
  const { categories, terms, idf, weights, biases, temperature } = stored.parse(
    JSON.parse(gunzipSync(bytes).toString('utf8')),
  );
  return {
    categories,
    vocabulary: { positions: new Map(terms.map((term, position) => [term, position])), idf },
    coefficients: { classCount: categories.length, weights, biases },
    temperature,
  };
}
