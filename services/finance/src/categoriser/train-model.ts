/** Trains a categoriser: a fifth of the examples is kept back first, to learn how sure it may be. */
import { createRandom } from '@balcao/kit/random.ts';
import { type EntryText, featuresOf } from './entry-text.ts';
import {
  candidatesOf,
  type Model,
  type ModelCategory,
  scoreTerms,
  sparse,
  termsOf,
} from './model.ts';
import { shuffle } from './shuffle.ts';
import { type SparseRow, trainSoftmax } from './softmax-regression.ts';
import { fitTemperature, type ScoredExample } from './temperature.ts';
import { fitVocabulary } from './vocabulary.ts';

export interface Example extends EntryText {
  categoryId: string;
  /** How much it counts: as if it were there so many times. */
  copies?: number;
}

export interface TrainedModel {
  model: Model;
  /** The share of the examples kept back that it got right; null without any. */
  accuracy: number | null;
}

const heldBackShare = 0.2;
const l2 = 1e-4;
const epochs = 20;

/** Examples of a category that is not among `categories`, or of the other kind, are left out. */
export function trainModel(
  examples: readonly Example[],
  categories: ModelCategory[],
  seed: number,
): TrainedModel {
  const usable = shuffle(examples.filter(isOneOf(categories)), createRandom(seed));
  const heldBack = usable.slice(0, Math.floor(usable.length * heldBackShare));
  const trial = fit(usable.slice(heldBack.length), categories, seed);
  const scored = heldBack.map((example) => scoreExample(trial, example));
  const right = scored.filter(({ scores, label }) => scores[label] === Math.max(...scores));
  return {
    model: { ...fit(usable, categories, seed), temperature: fitTemperature(scored) },
    accuracy: scored.length === 0 ? null : right.length / scored.length,
  };
}

function isOneOf(categories: readonly ModelCategory[]): (example: Example) => boolean {
  const kinds = new Map(categories.map(({ id, kind }) => [id, kind]));
  return ({ categoryId, kind }) => kinds.get(categoryId) === kind;
}

type UncalibratedModel = Omit<Model, 'temperature'>;

function fit(
  examples: readonly Example[],
  categories: ModelCategory[],
  seed: number,
): UncalibratedModel {
  const vocabulary = fitVocabulary(featuresOfEach(examples));
  const rows = examples.flatMap((example) => {
    const row = { ...sparse(termsOf({ vocabulary }, example)), ...labelOf(categories, example) };
    return Array.from({ length: example.copies ?? 1 }, (): SparseRow => row);
  });
  const coefficients = trainSoftmax(rows, {
    featureCount: vocabulary.positions.size,
    classCount: categories.length,
    l2,
    epochs,
    seed,
  });
  return { categories, vocabulary, coefficients };
}

function* featuresOfEach(examples: readonly Example[]) {
  for (const example of examples) yield featuresOf(example);
}

function labelOf(categories: readonly ModelCategory[], { kind, categoryId }: Example) {
  const candidates = candidatesOf(categories, kind);
  return { candidates, label: categories.findIndex(({ id }) => id === categoryId) };
}

function scoreExample(model: UncalibratedModel, example: Example): ScoredExample {
  const { candidates, label } = labelOf(model.categories, example);
  return {
    scores: scoreTerms(model, termsOf(model, example), candidates),
    label: candidates.indexOf(label),
  };
}
