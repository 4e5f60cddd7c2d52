/** Forgets prices and promotions that no sale can ask for any more. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { forgetPast } from './past-store.ts';
import { oldestMs } from './sale-that-happened.ts';

/** Sales that are being placed right now were young enough a moment ago. */
const marginMs = 3_600_000;

export function forgetOldPrices(db: Database, now: () => Date): Job {
  return {
    name: 'forget old prices',
    everyMs: 3_600_000,
    run: () => forgetPast(db, new Date(now().getTime() - oldestMs - marginMs)),
  };
}
