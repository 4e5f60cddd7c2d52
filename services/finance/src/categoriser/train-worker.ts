/** The thread that trains: it gets what people decided, adds the seed entries, and posts the model as bytes. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { encodeModel } from './model-codec.ts';
import { readSeedExamples } from './seed-examples.ts';
import { trainModel } from './train-model.ts';

const kind = z.enum(['income', 'expense']);
const task = z.object({
  categories: z.array(z.object({ id: z.string(), slug: z.string(), kind })),
  lessons: z.array(
    z.object({ kind, amountMinor: z.number(), description: z.string(), categoryId: z.string() }),
  ),
});

/** The model is the same wherever it is trained. */
const seed = 1;
/** What a shop decided itself outweighs what was made up for everybody, but not before it is a habit. */
const maxCopies = 5;
const wantedWeight = 2;

const { categories, lessons } = task.parse(workerData);
const idOf = new Map(categories.map(({ slug, id }) => [slug, id]));
const seedExamples = readSeedExamples().flatMap(({ category, ...entry }) => {
  const categoryId = idOf.get(category);
  return categoryId === undefined ? [] : [{ ...entry, categoryId }];
});
const ratio = (wantedWeight * seedExamples.length) / Math.max(1, lessons.length);
const copies = Math.min(maxCopies, Math.max(1, Math.ceil(ratio)));
const examples = [...seedExamples, ...lessons.map((lesson) => ({ ...lesson, copies }))];
const { model, accuracy } = trainModel(examples, categories, seed);
parentPort?.postMessage({
  parameters: new Uint8Array(encodeModel(model)),
  accuracy,
  seedExamples: seedExamples.length,
});
