/** What a receipt says, line by line in Portuguese: one model, which each renderer lays out in its own way. */
import type { Order, OrderLine } from '@balcao/contracts/api/sales.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { Problem } from '@balcao/kit/problem.ts';

/** The shop as its receipts name it. */
export interface ShopIdentity {
  name: string;
  address: string | undefined;
  /** CNPJ or CPF, as it is to be printed. */
  document: string | undefined;
  /** Where a customer finds the sale: the order's id is added to it. */
  receiptUrl: string | undefined;
}

/** A text at the left and an amount, or another text, at the right. */
export type Row = readonly [left: string, right: string];

export interface ReceiptItem {
  title: string;
  detail: string;
  totalText: string;
}

export interface Receipt {
  shopName: string;
  shopLines: string[];
  /** Number, time, till and seller. */
  facts: Row[];
  items: ReceiptItem[];
  /** Subtotal and discount, where they say more than the total. */
  sums: Row[];
  total: Row;
  payments: Row[];
  refunds: Row[];
  note: string | null;
  footer: string[];
  /** What the QR code holds. */
  qrText: string;
}

export interface ReceiptFacts {
  order: Order;
  /** Null at no till. */
  register: string | null;
  shop: ShopIdentity;
  timeZone: string;
}

/** Builds the receipt of a sale. Throws `invalid_transition` for an order that is not completed. */
export function buildReceipt({ order, register, shop, timeZone }: ReceiptFacts): Receipt {
  if (!hasReceipt(order)) {
    throw new Problem('invalid_transition', `An order that is ${order.status} has no receipt.`, {
      pt: 'Só uma venda concluída tem cupom.',
    });
  }
  const timeOf = formatterOf(timeZone);
  return {
    shopName: shop.name,
    shopLines: [shop.address, shop.document].filter((line) => line !== undefined),
    facts: factsOf(order, register, timeOf),
    items: order.lines.map(itemOf),
    sums:
      order.discountMinor === 0
        ? []
        : [
            ['Subtotal', reais(order.subtotalMinor)],
            ['Desconto', `-${reais(order.discountMinor)}`],
          ],
    total: ['TOTAL R$', reais(order.totalMinor)],
    payments: paymentsOf(order),
    refunds: refundsOf(order, timeOf),
    note: order.note,
    footer: ['Documento sem valor fiscal', 'Obrigado pela preferência!'],
    qrText: shop.receiptUrl === undefined ? order.id : `${shop.receiptUrl}${order.id}`,
  };
}

function hasReceipt({ status }: Order): boolean {
  return status === 'completed' || status === 'partially_refunded' || status === 'refunded';
}

function factsOf(order: Order, register: string | null, timeOf: (at: string) => string): Row[] {
  const { receiptNumber, completedAt, createdAt } = order;
  return [
    receiptNumber === null
      ? (['Comprovante', shortId(order.id)] as const)
      : (['Comprovante nº', String(receiptNumber).padStart(6, '0')] as const),
    ['Data', timeOf(completedAt ?? createdAt)],
    ...(register === null ? [] : [['Caixa', register] as const]),
    ['Vendedor', shortId(order.sellerId)],
  ];
}

/** The end of an id, which is its random part: names are kept by another service. */
function shortId(id: string): string {
  return id.slice(-8).toUpperCase();
}

function itemOf(line: OrderLine, index: number): ReceiptItem {
  const { listPriceMinor, unitPriceMinor } = line;
  const isOnOffer = listPriceMinor !== null && listPriceMinor > unitPriceMinor;
  const offer = isOnOffer ? ` (promoção, de ${reais(listPriceMinor)})` : '';
  return {
    title: `${String(index + 1).padStart(3, '0')} ${line.name}`,
    detail: `${quantityOf(line)} ${line.unit} x ${reais(unitPriceMinor)}${offer}`,
    totalText: reais(line.totalMinor),
  };
}

/** Pieces whole; weights with three decimals, and the fourth where a label's total needs it. */
function quantityOf({ unit, quantityDisplay }: OrderLine): string {
  const [whole = '0', decimals = ''] = quantityDisplay.split('.');
  return unit === 'un' ? whole : `${whole},${decimals.replace(/^(\d{3})0$/, '$1')}`;
}

const methodNames: Record<PaymentMethod, string> = {
  cash: 'Dinheiro',
  pix: 'PIX',
  debit: 'Cartão de débito',
  credit: 'Cartão de crédito',
  tab: 'Fiado',
};

/** What was paid; a payment that came to nothing, or went back before the sale was made, is not on it. */
function paymentsOf({ payments, changeMinor }: Order): Row[] {
  const paid = payments.filter(
    ({ status, amountMinor }) =>
      amountMinor > 0 && /^(approved|partially_refunded|refunded)$/.test(status),
  );
  const rows = paid.map(
    ({ method, amountMinor, tenderedMinor = amountMinor }): Row => [
      methodNames[method],
      reais(tenderedMinor),
    ],
  );
  return changeMinor === 0 ? rows : [...rows, ['Troco', reais(changeMinor)]];
}

/** Each refund with what came back; an old one, of which only the status tells, as a whole. */
function refundsOf(
  { status, totalMinor, refunds, lines }: Order,
  timeOf: (at: string) => string,
): Row[] {
  if (status === 'refunded' && refunds.length === 0) {
    return [['Devolvido', `-${reais(totalMinor)}`]];
  }
  return refunds.flatMap((refund): Row[] => [
    [`Devolução ${timeOf(refund.refundedAt)}`, `-${reais(refund.totalMinor)}`],
    ...refund.lines.map((part) => returned(part, lines[part.position])),
  ]);
}

function returned(part: { quantityMilli: number; totalMinor: number }, line?: OrderLine): Row {
  const { name = '', unit = 'un' } = line ?? {};
  const quantity = unit === 'un' ? part.quantityMilli / 1000 : thousandths(part.quantityMilli);
  return [`${quantity} ${unit} ${name}`, `-${reais(part.totalMinor)}`];
}

/** 1347 → `1,347`. */
function thousandths(milli: number): string {
  const digits = String(milli).padStart(4, '0');
  return `${digits.slice(0, -3)},${digits.slice(-3)}`;
}

/** Centavos as Brazilians write them: 123456 → `1.234,56`. */
function reais(amountMinor: number): string {
  const digits = String(amountMinor).padStart(3, '0');
  return `${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '.')},${digits.slice(-2)}`;
}

function formatterOf(timeZone: string): (at: string) => string {
  const formatter = new Intl.DateTimeFormat('pt-BR', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => formatter.format(new Date(at)).replace(',', '');
}
