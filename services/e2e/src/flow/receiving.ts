/** Before the shop opens: a carcass comes in from its supplier and is broken down into cuts. */
import { breakdown } from '@balcao/contracts/api/breakdowns.ts';
import { receipt } from '@balcao/contracts/api/receipts.ts';
import { supplier } from '@balcao/contracts/api/suppliers.ts';
import { addDays } from '@balcao/contracts/dates.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import { same, sameMilli, sameMinor } from './failure.ts';
import { kilos, reais } from './format.ts';
import { reachStock } from './orders.ts';
import type { Shop } from './shop.ts';

export const supplierName = 'Flow abattoir';
const carcassMilli = 100_000;
const carcassCostMinor = 1800;
/** 80 kg of cuts carry what 100 kg of carcass cost: R$ 22.50 a kilogram, exactly. */
export const cutCostMinor = 2250;
const primeMilli = 30_000;
const secondMilli = 50_000;

/** One delivery, whose lot is known by its supplier; it is answered with the lot's id. */
export async function receiveCarcass({ stockist, goods: { carcass }, books }: Shop, today: string) {
  const expiresOn = addDays(today, 10);
  const from = await stockist.api.create('/inventory/suppliers', { name: supplierName }, supplier);
  const line = {
    productId: carcass.id,
    quantityMilli: carcassMilli,
    unitCostMinor: carcassCostMinor,
  };
  const delivery = {
    supplierId: from.id,
    document: 'NF 1',
    lines: [{ ...line, lotCode: 'L1', expiresOn }],
  };
  const made = await stockist.api.create('/inventory/receipts', delivery, receipt);
  const totalMinor = lineTotalMinor(carcassCostMinor, carcassMilli);
  sameMinor('cost of the delivery', made.totalMinor, totalMinor);
  books.buy(carcass.id, {
    quantityMilli: carcassMilli,
    unitCostMinor: carcassCostMinor,
    expiresOn,
  });
  return {
    figures: `${kilos(carcassMilli)} kg for ${reais(totalMinor)}, good until ${expiresOn}`,
    carcassLotId: made.lines[0]?.id ?? '',
  };
}

/** Weight balances to the gram, cost to the centavo, and the cuts expire with the carcass. */
export async function breakDown(shop: Shop, carcassLotId: string) {
  const {
    stockist,
    goods: { carcass, prime, second },
    books,
  } = shop;
  const request = {
    inputLotId: carcassLotId,
    quantityMilli: carcassMilli,
    outputs: [
      { productId: prime.id, quantityMilli: primeMilli },
      { productId: second.id, quantityMilli: secondMilli },
    ],
  };
  const path = '/inventory/breakdowns';
  const unbalanced = { ...request, lossMilli: 1 };
  await stockist.api.refused({ method: 'POST', path, body: unbalanced }, 'weights_do_not_balance');
  const made = await stockist.api.create(path, request, breakdown);
  const lossMilli = carcassMilli - primeMilli - secondMilli;
  sameMilli('loss of the breakdown', made.lossMilli, lossMilli);
  sameMinor('cost of the carcass', made.costMinor, lineTotalMinor(carcassCostMinor, carcassMilli));
  for (const { productId, quantityMilli } of request.outputs) {
    const cut = made.outputs.find((output) => output.productId === productId);
    sameMinor('cost of a cut', cut?.costMinor ?? 0, lineTotalMinor(cutCostMinor, quantityMilli));
  }
  books.breakDown(carcass.id, carcassMilli, request.outputs, cutCostMinor);
  for (const product of [carcass, prime, second]) await reachStock(shop, product);
  await stockist.api.refused({ method: 'POST', path, body: request }, 'conflict');
  same('status of the breakdown', made.status, 'done');
  return {
    figures: `${kilos(primeMilli)} + ${kilos(secondMilli)} kg of cuts, ${kilos(lossMilli)} kg lost; a second one is refused`,
  };
}
