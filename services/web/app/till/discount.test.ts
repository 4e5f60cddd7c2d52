/** Discounts as people type them. */
import { equal } from 'node:assert/strict';
import { parseDiscount } from './discount.ts';

describe('a typed discount', () => {
  it('is an amount, or a share of the subtotal with the sign, rounded half up', () => {
    equal(parseDiscount('2,00', 13_437), 200);
    equal(parseDiscount('5%', 13_437), 672);
    equal(parseDiscount('2,5 %', 1_000), 25);
  });

  it('is none when nothing is typed, and refused when it is no figure', () => {
    equal(parseDiscount(' ', 1_000), 0);
    equal(parseDiscount('muito', 1_000), null);
  });
});
