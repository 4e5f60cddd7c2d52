/** A part of what a sale is paid with, as the till makes it. */

/** Its id is made in the browser, so that a retry is the same payment. Centavos. */
export type SalePayment =
  | { id: string; method: 'cash'; amountMinor: number; tenderedMinor?: number }
  | { id: string; method: 'pix' | 'debit' | 'credit' | 'tab'; amountMinor: number };
