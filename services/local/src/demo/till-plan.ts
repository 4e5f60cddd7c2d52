/** A till's day in the demo: its float, what is taken out of a full drawer, and what is counted at night. */
import { sumMinor } from '@balcao/contracts/money.ts';
import type { PlannedRefund, PlannedSale, PlannedTabPayment, PlannedTill } from './day-plan.ts';
import { createDice, demoId } from './dice.ts';
import type { Post } from './sale-plan.ts';
import { drawerDifference } from './till-money.ts';

const floatMinor = 20_000;
/** What is over this is carried to the safe, down to the float. */
const fullMinor = 60_000;
const stepMinor = 5_000;

interface CashFlow {
  at: Date;
  amountMinor: number;
}

interface TillDay {
  seed: number;
  openedAt: Date;
  closedAt: Date;
  sales: readonly PlannedSale[];
  tabPayments: readonly PlannedTabPayment[];
  refunds: readonly PlannedRefund[];
}

export function planTill(post: Post, day: TillDay): PlannedTill {
  const { seed, openedAt, closedAt } = day;
  const dice = createDice(seed, `till ${post.tillId}`);
  const flows = cashFlows(post.tillId, day);
  const movements: PlannedTill['movements'] = [];
  let inDrawerMinor = floatMinor;
  for (const { at, amountMinor } of flows) {
    inDrawerMinor += amountMinor;
    if (inDrawerMinor <= fullMinor) continue;
    const outMinor = Math.floor((inDrawerMinor - floatMinor) / stepMinor) * stepMinor;
    const id = demoId(seed, `sangria ${post.tillId} ${movements.length}`, at);
    movements.push({ id, at, type: 'sangria', amountMinor: outMinor });
    inDrawerMinor -= outMinor;
  }
  const countedMinor = Math.max(0, inDrawerMinor + drawerDifference(dice));
  const expectedMinor = inDrawerMinor;
  const { tillId: id, register, sellerId } = post;
  return {
    id,
    register,
    sellerId,
    openedAt,
    closedAt,
    floatMinor,
    movements,
    expectedMinor,
    countedMinor,
  };
}

/** In the order in which they come and go. */
function cashFlows(tillId: string, { sales, tabPayments, refunds }: TillDay): CashFlow[] {
  const sold = sales
    .filter((sale) => sale.tillId === tillId)
    .map(({ at, payments }) => ({ at, amountMinor: cashOf(payments) }));
  const paid = tabPayments.filter(
    (payment) => payment.tillId === tillId && payment.method === 'cash',
  );
  const back = refunds
    .filter(({ sale }) => sale.tillId === tillId && cashOf(sale.payments) > 0)
    .map(({ at, amountMinor }) => ({ at, amountMinor: -amountMinor }));
  return [...sold, ...paid, ...back].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function cashOf(payments: PlannedSale['payments']): number {
  return sumMinor(
    payments.filter(({ method }) => method === 'cash').map(({ amountMinor }) => amountMinor),
  );
}
