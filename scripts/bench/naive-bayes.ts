/** The baseline of `bench categorise`: multinomial naive Bayes with add-one smoothing, and the majority class. */
import { type Block, featuresOf } from '../../services/finance/src/categoriser/entry-text.ts';
import type { SeedExample } from '../../services/finance/src/categoriser/seed-examples.ts';
import { softmax } from '../../services/finance/src/categoriser/softmax.ts';
import type { Guess, Learner } from './cross-validate.ts';

type Counts = Map<string, number>;

const add = (counts: Counts, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const sum = (counts: Counts) => [...counts.values()].reduce((total, count) => total + count, 0);

/** As every learner here, it chooses among the categories of the entry's kind. */
export const majority: Learner = (examples) => {
  const { classes, ofKind } = countClasses(examples);
  return ({ kind }) => {
    const candidates = ofKind(kind);
    const total = candidates.reduce((all, category) => all + (classes.get(category) ?? 0), 0);
    return best(candidates, (category) => (classes.get(category) ?? 0) / total);
  };
};

export const naiveBayes =
  (blocks: readonly Block[]): Learner =>
  (examples) => {
    const { classes, ofKind } = countClasses(examples);
    const namesOf = (example: SeedExample) =>
      featuresOf(example).flatMap(({ block, name }) => (blocks.includes(block) ? [name] : []));
    const features = new Map(
      [...classes.keys()].map((category): [string, Counts] => [category, new Map()]),
    );
    for (const example of examples) {
      for (const name of namesOf(example)) add(features.get(example.category) ?? new Map(), name);
    }
    const vocabulary = new Set([...features.values()].flatMap((counts) => [...counts.keys()]));
    const totals = new Map([...features].map(([category, counts]) => [category, sum(counts)]));
    return (example) => {
      const known = namesOf(example).filter((name) => vocabulary.has(name));
      const candidates = ofKind(example.kind);
      const chances = softmax(
        candidates.map((category) => {
          const total = (totals.get(category) ?? 0) + vocabulary.size;
          const logs = known.map((name) =>
            Math.log(((features.get(category)?.get(name) ?? 0) + 1) / total),
          );
          return logs.reduce((all, log) => all + log, Math.log(classes.get(category) ?? 0));
        }),
      );
      return best(candidates, (_category, index) => chances[index] ?? 0);
    };
  };

function countClasses(examples: readonly SeedExample[]) {
  const classes: Counts = new Map();
  for (const { category } of examples) add(classes, category);
  const kinds = new Map(examples.map(({ category, kind }) => [category, kind]));
  const ofKind = (kind: SeedExample['kind']) =>
    [...classes.keys()].filter((category) => kinds.get(category) === kind);
  return { classes, ofKind };
}

function best(
  categories: string[],
  confidenceOf: (category: string, index: number) => number,
): Guess {
  const guesses = categories.map((category, index) => ({
    category,
    confidence: confidenceOf(category, index),
  }));
  return guesses.reduce((a, b) => (b.confidence > a.confidence ? b : a));
}
