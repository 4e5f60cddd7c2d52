/** Turns scores into chances that add up to one. */

/** exp(score / temperature), normalised; the largest is subtracted first, so that nothing overflows. */
export function softmax(scores: readonly number[], temperature = 1): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - largest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
