/** Cuts a stretch of the past into requests that a provider takes. */
import { addDays } from '@balcao/contracts/dates.ts';
import type { DayRange } from './adapters/adapter.ts';

/** Ranges of at most `maxDays` days that follow each other without a gap, the latest first. */
export function cutRange({ from, to }: DayRange, maxDays: number): DayRange[] {
  const ranges: DayRange[] = [];
  for (let end = to; end >= from; ) {
    const first = addDays(end, 1 - maxDays);
    const start = first < from ? from : first;
    ranges.push({ from: start, to: end });
    end = addDays(start, -1);
  }
  return ranges;
}
