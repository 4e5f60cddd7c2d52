/** The grid of weekdays and hours. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hoursGrid } from './hours-grid.ts';

describe('hours of the week', () => {
  it('has a row for every hour between the first sale and the last, Monday first', () => {
    const grid = hoursGrid([
      { weekday: 7, hour: 8, saleCount: 1, totalMinor: 500 },
      { weekday: 1, hour: 10, saleCount: 4, totalMinor: 2000 },
    ]);
    assert.deepEqual(
      grid.map(({ hour }) => hour),
      [8, 9, 10],
    );
    assert.deepEqual(grid[0]?.days[6], { saleCount: 1, totalMinor: 500, heat: 0.25 });
    assert.deepEqual(grid[2]?.days[0], { saleCount: 4, totalMinor: 2000, heat: 1 });
    assert.deepEqual(grid[1]?.days[3], { saleCount: 0, totalMinor: 0, heat: 0 });
  });

  it('is empty where nothing was sold, and cold where all was given away', () => {
    assert.deepEqual(hoursGrid([]), []);
    const [row] = hoursGrid([{ weekday: 1, hour: 8, saleCount: 1, totalMinor: 0 }]);
    assert.equal(row?.days[0]?.heat, 0);
  });
});
