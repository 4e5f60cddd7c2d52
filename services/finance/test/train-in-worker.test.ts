/** Guarantees of training in the background: the same model as here, while this thread goes on; a stop ends it. */
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Model } from '../src/categoriser/model.ts';
import { decodeModel, encodeModel } from '../src/categoriser/model-codec.ts';
import { readSeedExamples } from '../src/categoriser/seed-examples.ts';
import { suggest } from '../src/categoriser/suggest.ts';
import { type Training, trainInWorker } from '../src/categoriser/train-in-worker.ts';

const seedExamples = readSeedExamples();
const categories = [...new Map(seedExamples.map(({ category, kind }) => [category, kind]))].map(
  ([slug, kind]) => ({ id: slug, slug, kind }),
);
const entry = { kind: 'expense', amountMinor: 35_000, description: 'Conta de luz Enel' } as const;

describe('training in a worker', () => {
  let training: Training;
  let model: Model;
  let turns = 0;

  before(async () => {
    let isOver = false;
    const trained = trainInWorker({ categories, lessons: [] }, new AbortController().signal);
    const done = trained.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      turns += 1;
      await nextTurn();
    }
    training = await done;
    model = decodeModel(training.parameters);
  });

  it('learns all the seed entries and keeps a fifth back to be measured', () => {
    assert.equal(training.seedExamples, seedExamples.length);
    assert.ok((training.accuracy ?? 0) > 0.8);
    assert.equal(suggest(model, entry)[0]?.categoryId, 'energy');
  });

  it('leaves this thread to its work', () => {
    assert.ok(turns > 100, `${turns} turns of the event loop`);
  });

  it('is stored and read without a loss that anybody could see', () => {
    const bytes = encodeModel(model);
    assert.ok(bytes.length < 2_000_000, `${bytes.length} bytes`);
    assert.deepEqual(suggest(decodeModel(bytes), entry), suggest(model, entry));
  });

  it('ends when the service stops, and does not begin afterwards', async () => {
    const stopping = new AbortController();
    const trained = trainInWorker({ categories, lessons: [] }, stopping.signal);
    stopping.abort(new Error('the service stops'));
    await assert.rejects(trained, /ended/);
    assert.throws(() => trainInWorker({ categories, lessons: [] }, stopping.signal), /stops/);
  });
});
