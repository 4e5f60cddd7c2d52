/** k-fold cross-validation of a classifier: every example is guessed once, by one that has not seen it. */
import { createRandom } from '@balcao/kit/random.ts';
import type { SeedExample } from '../../services/finance/src/categoriser/seed-examples.ts';
import { shuffle } from '../../services/finance/src/categoriser/shuffle.ts';

export interface Guess {
  category: string;
  /** 0 to 1. */
  confidence: number;
}

/** Learns from examples; what it answers guesses others. */
export type Learner = (examples: readonly SeedExample[]) => (example: SeedExample) => Guess;

export interface Scored {
  confidence: number;
  isRight: boolean;
}

/** Examples with the same key are in the same fold. */
export function crossValidate(
  examples: readonly SeedExample[],
  { learner, folds, keyOf }: { learner: Learner; folds: number; keyOf: (index: number) => string },
): Scored[] {
  const keys = [...new Set(examples.map((_example, index) => keyOf(index)))];
  const order = shuffle(keys, createRandom(1));
  const foldOf = new Map(order.map((key, index) => [key, index % folds]));
  return Array.from({ length: folds }, (_none, fold) => {
    const isTested = (index: number) => foldOf.get(keyOf(index)) === fold;
    const guess = learner(examples.filter((_example, index) => !isTested(index)));
    return examples
      .filter((_example, index) => isTested(index))
      .map((example) => {
        const { category, confidence } = guess(example);
        return { confidence, isRight: category === example.category };
      });
  }).flat();
}

export function accuracy(scored: readonly Scored[]): number {
  return scored.filter(({ isRight }) => isRight).length / scored.length;
}

/** The given share of them, the most confident first. */
export function mostConfident(scored: readonly Scored[], share: number): Scored[] {
  const sorted = [...scored].sort((a, b) => b.confidence - a.confidence);
  return sorted.slice(0, Math.round(scored.length * share));
}

const bins = 10;

/**
 * Expected calibration error: how far confidence is from accuracy, over ten bins of equal width, weighted by
 * their size (M. Naeini et al., Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015).
 */
export function calibrationError(scored: readonly Scored[]): number {
  const gaps = Array.from({ length: bins }, (_none, bin) => {
    const inBin = scored.filter(
      ({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === bin,
    );
    const surplus = inBin.reduce((sum, one) => sum + one.confidence - Number(one.isRight), 0);
    return Math.abs(surplus) / scored.length;
  });
  return gaps.reduce((sum, gap) => sum + gap, 0);
}
