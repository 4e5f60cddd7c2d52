/** What a refund is worth: any number of parts gives back exactly what the customer paid, never more. */

import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type { Refund, RefundLineRequest } from '@balcao/contracts/api/refunds.ts';
import type { Order, OrderLine } from '@balcao/contracts/api/sales.ts';
import { formatKilograms } from '@balcao/contracts/kilogram-text.ts';
import { multiplyDivide, splitMinor, sumMinor } from '@balcao/contracts/money.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';

/** A line of a sale: what of it is left, and what the customer paid for all of it. */
export interface LeftLine {
  line: OrderLine;
  /** Centavos, less its share of the order's discount. */
  netMinor: number;
  leftMilli: number;
}

/** What is left of each line. The discount is shared by the lines' totals, by largest remainder. */
export function leftLines(
  lines: OrderLine[],
  discountMinor: number,
  refunds: Pick<Refund, 'lines'>[],
): LeftLine[] {
  const returned = returnedOf(refunds);
  const totals = lines.map(({ totalMinor }) => totalMinor);
  const shares = discountMinor === 0 ? [] : splitMinor(discountMinor, totals);
  return lines.map((line, position) => ({
    line,
    netMinor: line.totalMinor - (shares[position] ?? 0),
    leftMilli: line.quantityMilli - (returned.get(position) ?? 0),
  }));
}

/** How much of each line has come back, in thousandths, by the line's position. */
function returnedOf(refunds: Pick<Refund, 'lines'>[]): Map<number, number> {
  const returned = new Map<number, number>();
  for (const { position, quantityMilli } of refunds.flatMap(({ lines }) => lines)) {
    returned.set(position, (returned.get(position) ?? 0) + quantityMilli);
  }
  return returned;
}

/** Centavos that a line is worth up to a quantity: a share by weight, so that a label's total is shared too. */
function worthMinor({ line, netMinor }: LeftLine, quantityMilli: number): number {
  return multiplyDivide(netMinor, quantityMilli, line.quantityMilli);
}

/** Centavos of the next part of a line: the difference of two rounded sums, so that the parts add up. */
function partMinor(left: LeftLine, quantityMilli: number): number {
  const beforeMilli = left.line.quantityMilli - left.leftMilli;
  return worthMinor(left, beforeMilli + quantityMilli) - worthMinor(left, beforeMilli);
}

/** The lines of a sale that was made, each with what of it may still be refunded. */
export function withLeft({
  status,
  lines,
  discountMinor,
  refunds,
}: Pick<Order, 'status' | 'lines' | 'discountMinor' | 'refunds'>): OrderLine[] {
  if (status === 'refunded') return lines.map((line) => ({ ...line, leftMilli: 0, leftMinor: 0 }));
  if (status !== 'completed' && status !== 'partially_refunded') return lines;
  return leftLines(lines, discountMinor, refunds).map((left) => ({
    ...left.line,
    leftMilli: left.leftMilli,
    leftMinor: partMinor(left, left.leftMilli),
  }));
}

export interface RefundPart extends RefundLineRequest {
  line: OrderLine;
  totalMinor: number;
}

/** The parts that come back, without a wish all that is left. Throws a Problem that names the line at fault. */
export function takeBack(left: LeftLine[], wish: RefundLineRequest[] | undefined): RefundPart[] {
  const rest = left.map((line) => ({ ...line }));
  const wanted = wish ?? allOf(left);
  return wanted.map((part, index) => {
    const line = rest[part.position];
    const path = `lines[${index}]`;
    if (line === undefined) {
      throw refused('validation_failed', `${path}.position`, noLine);
    }
    requirePieces(line, part.quantityMilli, path);
    if (part.quantityMilli > line.leftMilli) {
      throw refused('refund_exceeds_sale', `${path}.quantityMilli`, {
        message: `${line.leftMilli} thousandths are left`,
        pt: `restam ${amountLeft(line)}`,
      });
    }
    const totalMinor = partMinor(line, part.quantityMilli);
    line.leftMilli -= part.quantityMilli;
    return { ...part, line: line.line, totalMinor };
  });
}

const amountLeft = ({ line: { unit }, leftMilli }: LeftLine): string =>
  unit === 'kg' ? formatKilograms(leftMilli) : `${leftMilli / 1000} un`;

function allOf(left: LeftLine[]): RefundLineRequest[] {
  return left.flatMap(({ leftMilli }, position) =>
    leftMilli === 0 ? [] : [{ position, quantityMilli: leftMilli, disposition: 'stock' as const }],
  );
}

function requirePieces({ line }: LeftLine, quantityMilli: number, path: string): void {
  if (line.unit !== 'un' || quantityMilli % 1000 === 0) return;
  throw refused('quantity_not_allowed', `${path}.quantityMilli`, onlyWhole);
}

/** A payment of the sale and how much of it has not gone back. */
export interface LeftPayment {
  id: string;
  method: PaymentMethod;
  leftMinor: number;
}

export interface PaidBack {
  paymentId: string;
  amountMinor: number;
}

/** How the money goes back: as wished, else by `spread`. Throws a Problem that says what is possible. */
export function payBack(
  payments: LeftPayment[],
  totalMinor: number,
  wish: PaidBack[] | undefined,
): (PaidBack & { method: PaymentMethod })[] {
  if (wish !== undefined) requirePayable(payments, totalMinor, wish);
  const amounts = new Map(
    (wish ?? spread(payments, totalMinor)).map((back) => [back.paymentId, back.amountMinor]),
  );
  return payments.flatMap(({ id, method }) => {
    const amountMinor = amounts.get(id) ?? 0;
    return amountMinor === 0 ? [] : [{ paymentId: id, method, amountMinor }];
  });
}

/**
 * To a tab first, since who owes is not handed money; then to the latest payment, and on to the first. Throws
 * `conflict` when the payments do not hold so much.
 */
function spread(payments: LeftPayment[], totalMinor: number): PaidBack[] {
  const latest = payments.toReversed();
  const isTab = ({ method }: LeftPayment) => method === 'tab';
  let restMinor = totalMinor;
  const back = [...latest.filter(isTab), ...latest.filter((payment) => !isTab(payment))].map(
    ({ id, leftMinor }) => {
      const amountMinor = Math.min(leftMinor, restMinor);
      restMinor -= amountMinor;
      return { paymentId: id, amountMinor };
    },
  );
  if (restMinor === 0) return back;
  throw new Problem('conflict', `The payments hold ${restMinor} centavos less than the refund.`, {
    pt: `Os pagamentos têm R$ ${formatAmount(restMinor)} a menos que a devolução.`,
  });
}

function requirePayable(payments: LeftPayment[], totalMinor: number, wish: PaidBack[]): void {
  const left = new Map(payments.map(({ id, leftMinor }) => [id, leftMinor]));
  for (const [index, { paymentId, amountMinor }] of wish.entries()) {
    const leftMinor = left.get(paymentId) ?? 0;
    if (amountMinor <= leftMinor) continue;
    throw refused('payment_exceeds_total', `payments[${index}].amountMinor`, {
      message: `this payment can give back ${leftMinor} centavos`,
      pt: `deste pagamento podem voltar R$ ${formatAmount(leftMinor)}`,
    });
  }
  const wantedMinor = sumMinor(wish.map(({ amountMinor }) => amountMinor));
  if (wantedMinor === totalMinor) return;
  const detail = `The payments are ${wantedMinor} centavos, the refund is ${totalMinor}.`;
  throw new Problem('payments_do_not_match_total', detail);
}

const noLine: Wording = {
  message: 'the order has no such line',
  pt: 'o pedido não tem esta linha',
};
const onlyWhole: Wording = {
  message: 'only whole pieces come back',
  pt: 'só voltam unidades inteiras',
};

function refused(code: Problem['code'], path: string, { message, pt }: Wording): Problem {
  return new Problem(code, `Not possible: ${message}.`, {
    pt: `Não é possível: ${pt}.`,
    errors: [{ path, message, pt }],
  });
}
