/** Protects: the chart marks an alert at the price that began it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { alertMarks } from './alert-marks.ts';

const points = ['10:00', '11:00', '12:00'].map((time) => ({ at: `2026-11-27T${time}:00.000Z` }));
const marksOf = (...times: string[]) =>
  alertMarks(
    points,
    times.map((time) => ({ startedAt: `2026-11-27T${time}:00.000Z` })),
  ).map(({ at }) => at.slice(11, 16));

describe('marks of alerts', () => {
  it('stand at the point that the alert began in, exactly or before it', () => {
    assert.deepEqual(marksOf('11:00'), ['11:00']);
    assert.deepEqual(marksOf('11:59'), ['11:00']);
    assert.deepEqual(marksOf('23:00'), ['12:00']);
  });

  it('are one where several began together, in the order of time, and none for what began before', () => {
    assert.deepEqual(marksOf('12:10', '12:05', '10:30'), ['10:00', '12:00']);
    assert.deepEqual(marksOf('09:59'), []);
  });
});
