/**
 * What goods cost, by moving average: what leaves takes its share of the value on hand, to the centavo, so
 * that the costs of all movements add up to the value, and nothing on hand is worth nothing.
 *
 * More may be sold than there is. What is not there leaves at the catalogue's cost, which is a guess: the
 * value goes below zero. The next receipt fills that hole at the guessed cost, and the difference to what
 * those goods really cost is told apart, as a revaluation.
 */
import { lineTotalMinor, multiplyDivide } from '@balcao/contracts/money.ts';

/** Quantity in thousandths, value in centavos; both have the same sign, and are zero together at zero on hand. */
export interface Stock {
  onHandMilli: number;
  valueMinor: number;
}

export interface Issue {
  stock: Stock;
  /** Never below zero. */
  costMinor: number;
  /** How much of the quantity was not on hand. */
  beyondMilli: number;
}

/** Takes a quantity (above zero) out. Throws AmountTooLargeError beyond the exact integers. */
export function issue(stock: Stock, quantityMilli: number, unitCostMinor: number): Issue {
  const thereMilli = Math.min(quantityMilli, Math.max(stock.onHandMilli, 0));
  const beyondMilli = quantityMilli - thereMilli;
  const costMinor = shareOfValue(stock, thereMilli) + lineTotalMinor(unitCostMinor, beyondMilli);
  return {
    stock: {
      onHandMilli: stock.onHandMilli - quantityMilli,
      valueMinor: stock.valueMinor - costMinor,
    },
    costMinor,
    beyondMilli,
  };
}

export interface Receipt {
  stock: Stock;
  /** What is to be added to the value beside the receipt's own cost; zero unless it met negative stock. */
  revaluationMinor: number;
}

/** Puts a quantity (above zero) of known cost in. */
export function receive(stock: Stock, quantityMilli: number, costMinor: number): Receipt {
  const onHandMilli = stock.onHandMilli + quantityMilli;
  const valueMinor = valueAfterReceipt(stock, quantityMilli, costMinor);
  return {
    stock: { onHandMilli, valueMinor },
    revaluationMinor: valueMinor - stock.valueMinor - costMinor,
  };
}

function valueAfterReceipt(stock: Stock, quantityMilli: number, costMinor: number): number {
  const holeMilli = Math.max(-stock.onHandMilli, 0);
  if (holeMilli === 0) return stock.valueMinor + costMinor;
  const surplusMilli = quantityMilli - holeMilli;
  if (surplusMilli >= 0) return multiplyDivide(costMinor, surplusMilli, quantityMilli);
  return stock.valueMinor - multiplyDivide(stock.valueMinor, quantityMilli, holeMilli);
}

/** What a quantity costs whose own cost nobody knows (found again, brought back): the average, else the catalogue's. */
export function presentCost(stock: Stock, quantityMilli: number, unitCostMinor: number): number {
  return stock.onHandMilli > 0
    ? shareOfValue(stock, quantityMilli)
    : lineTotalMinor(unitCostMinor, quantityMilli);
}

function shareOfValue({ onHandMilli, valueMinor }: Stock, quantityMilli: number): number {
  return quantityMilli === 0 ? 0 : multiplyDivide(valueMinor, quantityMilli, onHandMilli);
}
