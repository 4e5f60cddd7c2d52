/** Softmax regression (multinomial logistic regression) with L2, by stochastic gradient descent. */
import { createRandom } from '@balcao/kit/random.ts';
import { shuffle } from './shuffle.ts';
import { softmax } from './softmax.ts';

/** One example: its non-zero features, the classes that it may be of, and the one that it is of. */
export interface SparseRow {
  positions: Int32Array;
  values: Float64Array;
  candidates: readonly number[];
  label: number;
}

export interface Coefficients {
  classCount: number;
  /** The weight of feature f for class c is at `f × classCount + c`. */
  weights: Float64Array;
  /** By class. */
  biases: Float64Array;
}

export interface TrainingOptions {
  featureCount: number;
  classCount: number;
  /** How strongly large weights are held down. */
  l2: number;
  epochs: number;
  /** The same seed and rows give the same coefficients. */
  seed: number;
}

const firstRate = 0.8;

/**
 * Minimises mean cross-entropy + l2/2 · ‖weights‖². The rate falls as rate₀ / (1 + rate₀ · l2 · t) (L. Bottou,
 * Stochastic Gradient Descent Tricks, 2012), and the decay of all weights is one number that they share, so
 * that a step costs what its row has features.
 */
export function trainSoftmax(rows: readonly SparseRow[], options: TrainingOptions): Coefficients {
  const { featureCount, classCount, l2, epochs, seed } = options;
  const random = createRandom(seed);
  const weights = new Float64Array(featureCount * classCount);
  const biases = new Float64Array(classCount);
  let scale = 1;
  for (let step = 0, epoch = 0; epoch < epochs; epoch += 1) {
    for (const row of shuffle(rows, random)) {
      const rate = firstRate / (1 + firstRate * l2 * step++);
      const chances = softmax(scoresOf({ classCount, weights, biases }, row, scale));
      scale *= 1 - rate * l2;
      for (const [index, candidate] of row.candidates.entries()) {
        const error = (chances[index] ?? 0) - Number(candidate === row.label);
        biases[candidate] = (biases[candidate] ?? 0) - rate * biasShare * error;
        const change = (rate * error) / scale;
        for (let at = 0; at < row.positions.length; at += 1) {
          const place = (row.positions[at] ?? 0) * classCount + candidate;
          weights[place] = (weights[place] ?? 0) - change * (row.values[at] ?? 0);
        }
      }
    }
  }
  return { classCount, weights: weights.map((weight) => weight * scale), biases };
}

/** Biases are not held down; they move more slowly instead. */
const biasShare = 0.1;

/** The score of each candidate of a row. */
export function scoresOf(
  { classCount, weights, biases }: Coefficients,
  { positions, values, candidates }: Omit<SparseRow, 'label'>,
  scale = 1,
): number[] {
  return candidates.map((candidate) => {
    let sum = 0;
    for (let at = 0; at < positions.length; at += 1) {
      sum += (weights[(positions[at] ?? 0) * classCount + candidate] ?? 0) * (values[at] ?? 0);
    }
    return (biases[candidate] ?? 0) + scale * sum;
  });
}
