/** Makes confidence mean what it says. */
import { softmax } from './softmax.ts';

/** The scores of an example that the model has not learned from, and which of them is the right one. */
export interface ScoredExample {
  scores: number[];
  label: number;
}

const lowest = Math.log(0.05);
const highest = Math.log(20);
const steps = 40;

/**
 * The temperature under which the right answers are likeliest (C. Guo et al., On Calibration of Modern Neural
 * Networks, 2017), by ternary search: the loss has one minimum. It changes no order. 1 without examples.
 */
export function fitTemperature(examples: readonly ScoredExample[]): number {
  if (examples.length === 0) return 1;
  const loss = (logarithm: number) =>
    examples.reduce((sum, { scores, label }) => {
      const chance = softmax(scores, Math.exp(logarithm))[label] ?? 0;
      return sum - Math.log(Math.max(chance, Number.MIN_VALUE));
    }, 0);
  let [from, to] = [lowest, highest];
  for (let step = 0; step < steps; step += 1) {
    const third = (to - from) / 3;
    if (loss(from + third) < loss(to - third)) to -= third;
    else from += third;
  }
  return Math.exp((from + to) / 2);
}
