/** Asks the shop for what the till shows of it, before there is anything on the screen. */
import { loadDiscountLimit } from './discount-limit.ts';
import { loadTill } from './till-store.ts';

/** What fails is said where it is shown. */
export function beginTill(): void {
  void loadTill();
  void loadDiscountLimit();
}
