/** What the customer takes home: the receipt says what was sold, paid and given back. */
import { same } from './failure.ts';
import { reais } from './format.ts';
import { tenderedMinor } from './sales.ts';
import type { Shop } from './shop.ts';

/** Of the till's first sale, that of the label. */
export async function readReceipt({ seller, goods: { label } }: Shop, orderId: string) {
  const path = `/orders/${orderId}/receipt`;
  const rows = rowsOf(await seller.api.getText(path));
  const { totalMinor } = label;
  const expected = {
    'Comprovante nº': '000001',
    'TOTAL R$': inPortuguese(totalMinor),
    Dinheiro: inPortuguese(tenderedMinor),
    Troco: inPortuguese(tenderedMinor - totalMinor),
  };
  for (const [name, text] of Object.entries(expected)) {
    same(`${name} of the receipt`, rows.get(name), text);
  }
  const bytes = await seller.api.getText(`${path}?format=escpos`);
  same('total for the printer', bytes.includes(expected['TOTAL R$']), true);
  return { figures: `number 1, ${reais(totalMinor)}, change ${expected.Troco}; page and printer` };
}

/** The rows of the page's tables by what stands on their left. */
function rowsOf(page: string): Map<string, string> {
  const rows = page.matchAll(/<tr><th>([^<]*)<\/th><td>([^<]*)<\/td><\/tr>/g);
  return new Map([...rows].map(([, name = '', text = '']) => [name, text]));
}

/** Centavos below R$ 1,000.00 as they are printed: 5375 → `53,75`. */
function inPortuguese(minor: number): string {
  return reais(minor).replace('R$ ', '').replace('.', ',');
}
