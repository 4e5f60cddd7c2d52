/** What no sale of a storm may have come to, by what its till remembers and what the shop says of it afterwards. */
import { isFinal, kilogramMilli, type Sale } from './sale.ts';

/** A product of which there was little, and of which no more could be sold than there was. */
export interface Scarce {
  productId: string;
  stockedMilli: number;
}

/** Findings, in words; none of a shop that has done right. */
export function judgeSales(sales: readonly Sale[], scarce: readonly Scarce[]): string[] {
  return [
    ...sales.flatMap(judgeOne),
    ...scarce.flatMap((goods) => {
      const wanted = sales.filter(({ productIds }) => productIds.includes(goods.productId));
      return [...oversold(wanted, goods), ...rejectedWithoutReason(wanted, goods, scarce)];
    }),
  ];
}

function judgeOne({ id, answers, status, method, isPixPaid }: Sale): string[] {
  const findings: string[] = [];
  if (new Set(answers).size > 1) findings.push(`order ${id} was answered in two ways`);
  if (answers.length > 0 && status === undefined)
    findings.push(`order ${id} was answered and is gone`);
  else if (answers.length === 0) findings.push(`order ${id} was never answered`);
  else if (!isFinal(status)) findings.push(`order ${id} is not final: ${status}`);
  if (method === 'pix' && isPixPaid && status !== 'completed' && status !== 'refunded')
    findings.push(`the PIX of order ${id} was paid, and it is ${status}`);
  return findings;
}

function oversold(wanted: readonly Sale[], { productId, stockedMilli }: Scarce): string[] {
  const soldMilli = kilogramMilli * wanted.filter(isCompleted).length;
  return soldMilli > stockedMilli
    ? [`of product ${productId} there were ${stockedMilli}, and ${soldMilli} were sold`]
    : [];
}

const isCompleted = ({ status }: Sale) => status === 'completed';

/**
 * The stock is a counter that answers as if all reservations came one after the other (Herlihy and Wing,
 * "Linearizability", 1990): an order may be rejected only if, in some order of what overlapped with it, others could
 * have held all that there was. Who was rejected held nothing; who had ended before, and not sold, held nothing any more.
 */
function rejectedWithoutReason(
  wanted: readonly Sale[],
  { productId, stockedMilli }: Scarce,
  scarce: readonly Scarce[],
): string[] {
  const others = new Set(scarce.map((goods) => goods.productId).filter((id) => id !== productId));
  return wanted
    .filter(
      ({ status, productIds }) => status === 'rejected' && !productIds.some((id) => others.has(id)),
    )
    .filter((rejected) => {
      const holders = wanted.filter((other) => couldHold(other, rejected));
      return stockedMilli - kilogramMilli * holders.length >= kilogramMilli;
    })
    .map(({ id }) => `order ${id} was rejected though there was enough of product ${productId}`);
}

function couldHold(other: Sale, rejected: Sale): boolean {
  if (other === rejected || other.status === 'rejected') return false;
  const beganBefore = other.askedAtMs < (rejected.endedAtMs ?? Number.POSITIVE_INFINITY);
  const heldStill =
    other.status === 'completed' ||
    (other.endedAtMs ?? Number.POSITIVE_INFINITY) > rejected.askedAtMs;
  return beganBefore && heldStill;
}
