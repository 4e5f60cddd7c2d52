/** Reads stock, daily balance and ledger, and compares each with the flow's own books. */
import { stockVerification } from '@balcao/contracts/api/inventory.ts';
import { product } from '@balcao/contracts/api/product.ts';
import { eventually } from './eventually.ts';
import { same, sameMilli, sameMinor } from './failure.ts';
import {
  compareAccounts,
  compareDays,
  compareLedger,
  compareReports,
  compareSingleDay,
  type Figures,
  moneyTurnover,
  readFigures,
} from './figures.ts';
import { quantity, reais } from './format.ts';
import { allGoods } from './goods.ts';
import { reachStock } from './orders.ts';
import type { Shop } from './shop.ts';

const settledWithinMs = 15_000;

/** On hand, reserved, available and worth what the books say; the catalogue has heard of it too. */
export async function proveStock(shop: Shop) {
  const texts: string[] = [];
  for (const { id, name, unit } of allGoods(shop.goods)) {
    const { onHandMilli, valueMinor } = shop.books.shelf(id);
    const level = await reachStock(shop, { id, name });
    sameMinor(`value of ${name}`, level.valueMinor, valueMinor);
    await eventually(settledWithinMs, async () => {
      const { availableMilli } = await shop.stockist.api.get(`/products/${id}`, product);
      sameMilli(`${name} available by the catalogue`, availableMilli ?? 0, onHandMilli);
    });
    if (onHandMilli > 0) texts.push(`${quantity(onHandMilli, unit)} worth ${reais(valueMinor)}`);
  }
  return { figures: `${texts.join(', ')}; nothing reserved` };
}

/** Σ movements = level, for every product of the shop. */
export async function proveMovements({ stockist }: Shop) {
  const verification = await stockist.api.get('/inventory/stock/verify', stockVerification);
  const { isConsistent, differences, lotDifferences, productCount, movementCount } = verification;
  same('products whose level is not the sum of their movements', differences.length, 0);
  same('lots that are not the sum of theirs', lotDifferences.length, 0);
  same('stock is consistent', isConsistent, true);
  return { figures: `${movementCount} movements of ${productCount} products add up` };
}

/** Every account's difference, once everything has been posted. */
export async function proveAccounts({ admin, books }: Shop, before: Figures) {
  const after = await eventually(settledWithinMs, async () => {
    const figures = await readFigures(admin.api, before.today);
    compareAccounts(before, figures, books);
    return figures;
  });
  const told = [
    'cash',
    'pix',
    'card_receivable',
    'tabs',
    'sales_revenue',
    'cost_of_goods',
  ] as const;
  const texts = told.map((code) => {
    const { debitMinor, creditMinor } = books.turnover(code);
    return `${code} ${reais(code === 'sales_revenue' ? creditMinor - debitMinor : debitMinor - creditMinor)}`;
  });
  return { figures: texts.join(', '), after };
}

export async function proveDays({ admin, books }: Shop, before: Figures, after: Figures) {
  compareDays(before, after, books);
  await compareSingleDay(admin.api, after);
  const { creditsMinor, debitsMinor } = moneyTurnover(after, books);
  const balance = reais(creditsMinor - debitsMinor);
  return {
    figures: `${before.today}: credits ${reais(creditsMinor)}, debits ${reais(debitsMinor)}, balance ${balance} more`,
  };
}

export async function proveLedger({ books }: Shop, before: Figures, after: Figures) {
  compareLedger(before, after, books);
  const posted = `${reais(books.totalMinor())} posted on both sides`;
  return { figures: `${after.ledger.transactionCount} transactions balance; ${posted}` };
}

export async function proveReports({ books }: Shop, before: Figures, after: Figures) {
  const { profitMinor, cashMinor } = compareReports(before, after, books);
  return { figures: `profit ${reais(profitMinor)}, cash flow ${reais(cashMinor)} more` };
}
