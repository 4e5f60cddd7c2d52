/** Prices from outside: a quote is stored once, exactly, and shown to those who buy. */
import { quotePage, quotesStored } from '@balcao/contracts/api/market.ts';
import { same } from './failure.ts';
import type { Shop } from './shop.ts';

/** One for all runs: a quote cannot be taken back. */
const symbol = 'BALCAO:FLOW';

export async function quotePrice({ admin, seller, stockist }: Shop, suffix: string) {
  const price = '312.450000000001';
  const at = new Date().toISOString();
  const quotes = [{ symbol, at, price, source: `flow-${suffix}` }];
  const first = await admin.api.create('/market/quotes', { quotes }, quotesStored);
  same('quotes stored', first.storedCount, 1);
  const again = await admin.api.create('/market/quotes', { quotes }, quotesStored);
  same('quotes stored again', again.storedCount, 0);
  const path = `/market/quotes/latest?symbols=${symbol}`;
  const [latest] = (await stockist.api.get(path, quotePage)).items;
  same('price of the latest quote', latest?.price, price);
  same('the latest quote is no older', (latest?.at ?? '') >= at, true);
  await seller.api.refused({ method: 'GET', path }, 'forbidden');
  return { figures: `${symbol} ${price}, once` };
}
