/** A bank's account in the one spelling that tells it from others. */
import { normaliseText } from '@balcao/contracts/normalise-text.ts';

/** ` Banco  Itaú` → `banco itau`: people type it anew with every file, and not always alike. */
export const bankKeyOf = (bankAccount: string): string =>
  normaliseText(bankAccount).replace(/\s+/g, ' ').trim();
