/** The points of the chart of a day. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hourPoints } from './hour-points.ts';

const day = (items: [number, number][]) => ({
  from: '2026-11-26',
  to: '2026-11-26',
  saleCount: items.length,
  totalMinor: 0,
  items: items.map(([hour, totalMinor]) => ({ weekday: 4, hour, saleCount: 1, totalMinor })),
});

describe('sales by hour, as points', () => {
  it('has every hour between the first sale and the last, and none that is still to come as zero', () => {
    const today = day([[8, 100]]);
    const yesterday = day([
      [7, 50],
      [11, 70],
    ]);
    assert.deepEqual(hourPoints({ today, yesterday }, 9), [
      { label: '7h', values: [0, 50] },
      { label: '8h', values: [100, 0] },
      { label: '9h', values: [0, 0] },
      { label: '10h', values: [null, 0] },
      { label: '11h', values: [null, 70] },
    ]);
  });

  it('is empty where nothing was sold', () => {
    assert.deepEqual(hourPoints({ today: day([]), yesterday: day([]) }, 12), []);
  });
});
