/** A bank's statement as read from a file, whatever its format: one row for each transaction. */

import { AmountTextError, parseSignedAmountText } from '@balcao/contracts/amount-text.ts';
import type { StatementField } from '@balcao/contracts/api/finance-imports.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { maxAmountMinor } from '@balcao/contracts/money.ts';
import { maxDescriptionLength } from '@balcao/contracts/text.ts';
import type { Wording } from '@balcao/kit/wording.ts';

export interface StatementRow {
  line: number;
  /** The account as the bank names it; part of the key under which a transaction is known. */
  bankAccount: string;
  /** The bank's id of the transaction. */
  bankId: string | null;
  date: string | null;
  /** Centavos, above zero for what came in. */
  amountMinor: number | null;
  description: string | null;
  /** As the file names it. */
  category: string | null;
  /** Why it moves no money although it is there. */
  skipped: Wording | null;
  errors: RowError[];
}

export interface RowError extends Wording {
  field: StatementField | null;
}

/** A file that cannot be read on from a line: nothing of it is imported. */
export class StatementError extends Error {
  readonly line: number;
  /** The message in Portuguese. */
  readonly pt: string;

  constructor(line: number, { message, pt }: Wording) {
    super(message);
    this.name = 'StatementError';
    this.line = line;
    this.pt = pt;
  }
}

/** One transaction as text, as it stands in the file; undefined where the file has nothing. */
export interface RawTransaction {
  line: number;
  bankAccount: string;
  bankId: string | undefined;
  /** `YYYY-MM-DD`, or whatever else stands there. */
  date: string | undefined;
  amount: string | undefined;
  description: string | undefined;
  category?: string | undefined;
}

const maxIdLength = 255;

const tooLong: Wording = {
  message: `is longer than ${maxIdLength} characters`,
  pt: `tem mais de ${maxIdLength} caracteres`,
};
const missing: Wording = { message: 'is missing', pt: 'está faltando' };
const tooLarge: Wording = { message: 'the amount is too large', pt: 'o valor é grande demais' };
const zero: Wording = { message: 'the amount is zero', pt: 'o valor é zero' };
const noDay = (text: string): Wording => ({
  message: `"${text}" is not a day`,
  pt: `"${text}" não é um dia`,
});

/** Reads each field on its own, so that all that is wrong is told at once. */
export function toStatementRow(raw: RawTransaction): StatementRow {
  const errors: RowError[] = [];
  const { line, bankAccount } = raw;
  const bankId = raw.bankId?.trim() || null;
  if (bankId !== null && bankId.length > maxIdLength) {
    errors.push({ field: 'id', ...tooLong });
  }
  const date = readDate(raw.date, errors);
  const amountMinor = readAmount(raw.amount, errors);
  const description = cleanText(raw.description ?? '')
    .slice(0, maxDescriptionLength)
    .trim();
  const isNothing = amountMinor === 0 && errors.length === 0;
  if (description === '' && !isNothing) errors.push({ field: 'description', ...missing });
  return {
    line,
    bankAccount,
    bankId,
    date,
    amountMinor,
    description: description || null,
    category: raw.category?.trim() || null,
    skipped: isNothing ? zero : null,
    errors,
  };
}

/** One line of printable text, as the database takes it. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function readDate(text: string | undefined, errors: RowError[]): string | null {
  if (text === undefined || text === '') {
    errors.push({ field: 'date', ...missing });
    return null;
  }
  const { data = null } = businessDate.safeParse(text);
  if (data === null) errors.push({ field: 'date', ...noDay(text) });
  return data;
}

function readAmount(text: string | undefined, errors: RowError[]): number | null {
  if (text === undefined || text === '') {
    errors.push({ field: 'amount', ...missing });
    return null;
  }
  try {
    const amountMinor = parseSignedAmountText(text);
    if (Math.abs(amountMinor) <= maxAmountMinor) return amountMinor;
    errors.push({ field: 'amount', ...tooLarge });
  } catch (error) {
    if (!(error instanceof AmountTextError)) throw error;
    errors.push({ field: 'amount', message: error.message, pt: error.pt });
  }
  return null;
}
