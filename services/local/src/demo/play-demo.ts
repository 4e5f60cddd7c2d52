/** `--demo`: opens a shop that has been in business for weeks, every day of them played through its own API. */

import { ledgerVerification } from '@balcao/contracts/api/finance.ts';
import { stockVerification } from '@balcao/contracts/api/inventory.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { connectApi } from './api.ts';
import type { DayPlan } from './day-plan.ts';
import type { DemoBus } from './demo-bus.ts';
import type { DemoPlan } from './plan.ts';
import { playDay } from './play-day.ts';
import { openFeeds, watchPrices } from './play-market.ts';
import { enterPeople, setUpShop } from './set-up.ts';
import type { ShopClock } from './shop-clock.ts';
import type { Stage } from './stage.ts';

export interface PlayOptions {
  url: string;
  plan: DemoPlan;
  clock: ShopClock;
  bus: DemoBus;
  /** Tells what is being done, for a person to read. */
  progress: (line: string) => void;
}

/** Above the time after which a relay looks again by itself. */
const quietMs = 700;

/** Plays the plan and proves the books. Throws ShopHasDataError before it has changed anything. */
export async function playDemo(options: PlayOptions): Promise<void> {
  const { url, plan, clock, bus, progress } = options;
  const connections = connectApi(url);
  try {
    const [firstDay] = plan.days;
    if (firstDay !== undefined) clock.set(new Date(`${firstDay.date}T09:00:00Z`));
    const tokens = await enterPeople(connections, plan);
    const actor = (id: string | undefined) => connections.as(tokens.get(id ?? '') ?? null);
    const withRole = (role: string) => actor(plan.users.find((user) => user.role === role)?.id);
    const stage: Stage = {
      plan,
      clock,
      bus,
      admin: withRole('admin'),
      stockist: withRole('stockist'),
      seller: actor,
    };
    await setUpShop(stage);
    await watchPrices(stage);
    progress(`${plan.goods.products.length} products are in the catalogue`);
    for (const [index, day] of plan.days.entries()) {
      await playDay(day, stage);
      progress(describeDay(day, `day ${index + 1} of ${plan.days.length}`));
    }
    await openFeeds(stage);
    await bus.quiet(quietMs);
    await prove(stage);
  } finally {
    clock.release();
    connections.close();
  }
}

function describeDay({ date, sales }: DayPlan, place: string): string {
  const reais = (sumMinor(sales.map(({ totalMinor }) => totalMinor)) / 100).toFixed(2);
  const what = sales.length === 0 ? 'closed' : `${sales.length} sales, R$ ${reais}`;
  return `${date}  ${place}: ${what}`;
}

/** Σ movements = levels and Σ debits = Σ credits, by the services' own proofs. */
async function prove({ admin }: Stage): Promise<void> {
  const stock = stockVerification.parse(await admin.get('/inventory/stock/verify'));
  const ledger = ledgerVerification.parse(await admin.get('/finance/ledger/verify'));
  if (stock.isConsistent && ledger.isConsistent) return;
  throw new Error(`the demo's books do not agree: ${JSON.stringify({ stock, ledger })}`);
}
