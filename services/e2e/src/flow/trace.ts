/** A recall: from the carcass to everybody who bought of it, and from a sale back to the abattoir. */
import { lotTrace, orderLots } from '@balcao/contracts/api/traces.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { eventually } from './eventually.ts';
import { same, sameMilli } from './failure.ts';
import { kilos } from './format.ts';
import { supplierName } from './receiving.ts';
import type { Shop } from './shop.ts';

const heardWithinMs = 15_000;

/** What was sold of a cut is what the trace finds, each sale with its receipt; the rest is on the shelf. */
export async function traceCarcass({ stockist, goods: { second }, books }: Shop, lotId: string) {
  const soldMilli = books.soldMilli(second.id);
  const path = `/inventory/lots/${lotId}/trace`;
  const { orders, cuts, supplier } = await eventually(heardWithinMs, async () => {
    const { orders: all, descendants, supplier } = await stockist.api.get(path, lotTrace);
    const orders = all.filter(({ productId }) => productId === second.id);
    const traced = sumMinor(orders.map((one) => one.soldMilli - one.returnedMilli));
    sameMilli(`${second.name} that the trace finds`, traced, soldMilli);
    return { orders, cuts: descendants, supplier };
  });
  same('supplier of the carcass', supplier?.name, supplierName);
  const cut = cuts.find(({ productId }) => productId === second.id);
  sameMilli('what is left of the cut', cut?.onHandMilli ?? 0, books.shelf(second.id).onHandMilli);
  same('sales without a receipt', orders.filter(({ receipt }) => receipt === null).length, 0);
  const back = `/inventory/orders/${orders[0]?.orderId}/lots`;
  const { lots } = await stockist.api.get(back, orderLots);
  same('supplier of what was sold', lots[0]?.supplier?.name, supplierName);
  return {
    figures: `${kilos(soldMilli)} kg of a cut in ${orders.length} sales, with their receipts, and back to ${supplierName}`,
  };
}
