/** A receipt says what was sold to the centavo, in Portuguese, on paper of 80 mm and on a thermal printer. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Order, order as orderSchema } from '@balcao/contracts/api/sales.ts';
import fc from 'fast-check';
import { buildReceipt, type ShopIdentity } from './receipt.ts';
import { renderEscPos } from './receipt-escpos.ts';
import { renderHtml } from './receipt-html.ts';

const orderId = '019ac0fe-1111-7000-8000-00000000beef';
const id = (n: number) => `019ac0fe-0000-7000-8000-${String(n).padStart(12, '0')}`;

const line = (changes: object) => ({
  productId: id(1),
  name: 'Picanha bovina',
  unit: 'kg',
  quantityMilli: 1347,
  quantityDisplay: '1.3470',
  unitPriceMinor: 3990,
  listPriceMinor: 3990,
  promotionId: null,
  totalMinor: 5375,
  isPriceStale: false,
  ...changes,
});

const sale: Order = orderSchema.parse({
  id: orderId,
  status: 'completed',
  sellerId: id(77),
  lines: [
    line({}),
    line({
      name: 'Coração de frango congelado da granja São João, bandeja de 1 kg <promoção>',
      quantityMilli: 512,
      quantityDisplay: '0.5123',
      unitPriceMinor: 2490,
      listPriceMinor: 2990,
      promotionId: id(9),
      totalMinor: 1275,
    }),
    line({
      name: 'Carvão "Brasa" & Cia 5kg 🔥',
      unit: 'un',
      quantityMilli: 2000,
      quantityDisplay: '2.0000',
      unitPriceMinor: 123_456,
      listPriceMinor: 123_456,
      totalMinor: 246_912,
    }),
  ],
  subtotalMinor: 253_562,
  discountMinor: 562,
  totalMinor: 253_000,
  changeMinor: 2000,
  payments: [
    { id: id(2), method: 'cash', amountMinor: 3000, tenderedMinor: 5000, status: 'approved' },
    { id: id(3), method: 'credit', amountMinor: 250_000, status: 'approved' },
    { id: id(4), method: 'pix', amountMinor: 250_000, status: 'expired' },
  ],
  note: 'cortar fino, em bifes de açougue',
  tillId: id(5),
  receiptNumber: 42,
  completedAt: '2026-11-25T01:30:00.000Z',
  createdAt: '2026-11-25T01:29:00.000Z',
  updatedAt: '2026-11-25T01:30:00.000Z',
});

const shop: ShopIdentity = {
  name: 'Açougue Três Irmãos',
  address: 'Rua da Consolação, 1000, São Paulo',
  document: 'CNPJ 12.345.678/0001-95',
  receiptUrl: undefined,
};
const receiptOf = (order: Order, changes: Partial<ShopIdentity> = {}) =>
  buildReceipt({
    order,
    register: order.tillId === null ? null : '1',
    shop: { ...shop, ...changes },
    timeZone: 'America/Sao_Paulo',
  });

/** What is committed; with UPDATE_SNAPSHOTS=1 the given bytes are, from now on. */
function golden(name: string, actual: Buffer): void {
  const file = new URL(`../test/golden/${name}`, import.meta.url);
  if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(file, actual);
  assert.ok(readFileSync(file).equals(actual), `${name} differs; UPDATE_SNAPSHOTS=1 accepts it`);
}

/** What a printer would write: commands taken out, code page 860 read. */
function printedLines(bytes: Buffer): string[] {
  const page = 'ÇüéâãàÁçêÊèÍÔìÃÂÉÀÈôõòÚùÌÕÜ¢£Ù₧ÓáíóúñÑªº¿Ò¬½¼¡«»';
  const text = Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : (page[byte - 0x80] ?? '?'),
  ).join('');
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the printer's commands
      .replace(/\x1b@|\x1b[taE][\x00-\x03]|\x1d![\x00\x11]|\x1dVB\x03/g, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the printer's commands
      .replace(/\x1d\(k[\s\S]*\x1d\(k\x03\x001Q0/, '')
      .split('\n')
  );
}

describe('receipt', () => {
  it('is the page that is committed', () =>
    golden('receipt.html', Buffer.from(renderHtml(receiptOf(sale)))));

  it('is the bytes that are committed', () =>
    golden('receipt.escpos', renderEscPos(receiptOf(sale))));

  it('without discount, note, till, address and change is the page that is committed', () => {
    const bare = { ...sale, discountMinor: 0, note: null, tillId: null, receiptNumber: null };
    const exact = { ...bare, changeMinor: 0, status: 'refunded' as const };
    const receipt = receiptOf(exact, { address: undefined, document: undefined });
    golden('bare.html', Buffer.from(renderHtml(receipt)));
    golden('bare.escpos', renderEscPos(receipt));
  });

  it('shows what came back of it, part by part', () => {
    const refund = {
      id: id(8),
      totalMinor: 1375,
      lines: [
        { position: 0, quantityMilli: 25, totalMinor: 100, disposition: 'stock' as const },
        { position: 1, quantityMilli: 512, totalMinor: 1275, disposition: 'waste' as const },
      ],
      payments: [{ paymentId: id(3), amountMinor: 1375 }],
      tabPayoutMinor: 0,
      note: null,
      by: id(77),
      businessDate: '2026-11-25',
      refundedAt: '2026-11-25T12:00:00.000Z',
    };
    const receipt = receiptOf({ ...sale, status: 'partially_refunded', refunds: [refund] });
    assert.deepEqual(receipt.refunds, [
      ['Devolução 25/11/2026 09:00', '-13,75'],
      ['0,025 kg Picanha bovina', '-1,00'],
      [`0,512 kg ${sale.lines[1]?.name}`, '-12,75'],
    ]);
    golden('refunded.html', Buffer.from(renderHtml(receipt)));
    golden('refunded.escpos', renderEscPos(receipt));
  });

  it('says the time of the shop, the number, weight × price and what came of payments', () => {
    const { facts, items, payments, total, qrText } = receiptOf(sale);
    assert.deepEqual(facts, [
      ['Comprovante nº', '000042'],
      ['Data', '24/11/2026 22:30'],
      ['Caixa', '1'],
      ['Vendedor', '00000077'],
    ]);
    assert.deepEqual(
      items.map(({ detail, totalText }) => [detail, totalText]),
      [
        ['1,347 kg x 39,90', '53,75'],
        ['0,5123 kg x 24,90 (promoção, de 29,90)', '12,75'],
        ['2 un x 1.234,56', '2.469,12'],
      ],
    );
    assert.deepEqual(payments, [
      ['Dinheiro', '50,00'],
      ['Cartão de crédito', '2.500,00'],
      ['Troco', '20,00'],
    ]);
    assert.deepEqual(total, ['TOTAL R$', '2.530,00']);
    assert.equal(qrText, orderId);
    const receiptUrl = 'https://shop.example/r/';
    const linked = receiptOf(sale, { receiptUrl });
    assert.equal(linked.qrText, `${receiptUrl}${orderId}`);
  });

  it('is of a sale that was made, and of no other', () => {
    for (const status of ['open', 'placed', 'awaiting_payment', 'cancelled', 'rejected'] as const) {
      assert.throws(() => receiptOf({ ...sale, status }), { code: 'invalid_transition' });
    }
  });

  it('escapes what people typed, and loads nothing', () => {
    const html = renderHtml(receiptOf({ ...sale, note: `<script>'"&` }));
    assert.ok(html.includes('&lt;script&gt;&#39;&quot;&amp;'));
    assert.ok(html.includes('&lt;promoção&gt;'));
    assert.doesNotMatch(html, /<script|src=|href=|url\(/);
  });

  it('prints 48 columns of what the code page has, whatever the names are', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(names, names, fc.nat(1e12), (name, note, totalMinor) => {
        const lines = [{ ...(sale.lines[0] ?? assert.fail()), name, totalMinor }];
        const printed = printedLines(renderEscPos(receiptOf({ ...sale, lines, note, totalMinor })));
        for (const text of printed) {
          assert.ok(text.length <= 48, text);
          assert.match(text, /^[\x20-\x7e\u00a1-\uffff]*$/);
        }
      }),
    );
  });

  it('keeps Portuguese accents, and takes those that the code page lacks off', () => {
    const printed = printedLines(
      renderEscPos(receiptOf({ ...sale, note: 'ÁÀÂÃÇÉÊÍÓÔÕÚÜ áàâãçéêíóôõúü ýğ €' })),
    );
    assert.ok(printed.includes('ÁÀÂÃÇÉÊÍÓÔÕÚÜ áàâãçéêíóôõúü yg ?'), printed.join('\n'));
  });
});
