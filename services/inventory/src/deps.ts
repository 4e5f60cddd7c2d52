/** What the steps of inventory that follow events are given. */
import type { Outbox } from '@balcao/kit/outbox.ts';

export interface StockDeps {
  outbox: Outbox;
  /** The business date, by which lots are expired or not. */
  today: () => string;
}
