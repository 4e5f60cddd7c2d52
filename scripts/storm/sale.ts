/** What a till remembers of a sale: enough to judge afterwards, from outside, what the shop has made of it. */

import { finalStatuses } from '../harness/audit.ts';

export const methods = ['cash', 'debit', 'pix', 'tab'] as const;
export type Method = (typeof methods)[number];

export const priceMinor = 1000;
export const kilogramMilli = 1000;

/** A kilogram of each of its products at the same price, paid in one way. */
export interface Sale {
  id: string;
  productIds: string[];
  method: Method;
  /** By the till's clock, in milliseconds. */
  askedAtMs: number;
  /** When the till knew its end. */
  endedAtMs: number | undefined;
  /** Each answer of 2xx to it, as far as all of them must be the same. */
  answers: string[];
  /** Of the simulated provider: it has the customer's PIX. */
  isPixPaid: boolean;
  /** As it was seen last; undefined before the first answer. */
  status: string | undefined;
}

export const totalOf = ({ productIds }: Sale): number => productIds.length * priceMinor;

export const isFinal = (status: string | undefined): boolean =>
  status !== undefined && finalStatuses.includes(status);
