/** Guarantees of calibration: confidence becomes what the examples bear out, and no order changes. */
import assert from 'node:assert/strict';
import { softmax } from './softmax.ts';
import { fitTemperature } from './temperature.ts';

/** As many examples with the same scores, of which so many are right. */
const examplesOf = (scores: number[], right: number, wrong: number) => [
  ...Array.from({ length: right }, () => ({ scores, label: 0 })),
  ...Array.from({ length: wrong }, () => ({ scores, label: 1 })),
];

describe('fitTemperature', () => {
  it('makes 70 right of 100 a confidence of 0.7, for a model too sure and one not sure enough', () => {
    for (const scores of [
      [9, 1],
      [0.2, 0],
    ]) {
      const temperature = fitTemperature(examplesOf(scores, 70, 30));
      assert.ok(Math.abs((softmax(scores, temperature)[0] ?? 0) - 0.7) < 1e-3);
    }
  });

  it('is 1 without examples, and finite where all are right or all wrong', () => {
    assert.equal(fitTemperature([]), 1);
    for (const [right, wrong] of [
      [10, 0],
      [0, 10],
    ] as const) {
      const temperature = fitTemperature(examplesOf([2, 1], right, wrong));
      assert.ok(temperature >= 0.05 && temperature <= 20);
    }
  });
});

describe('softmax', () => {
  it('adds up to 1 and keeps the order, whatever the scores', () => {
    const chances = softmax([1_000, 999, -1_000]);
    assert.ok(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-12);
    assert.ok((chances[0] ?? 0) > (chances[1] ?? 0) && (chances[1] ?? 0) > (chances[2] ?? 0));
  });
});
