/** A report as CSV: a row of names, then its rows; amounts with the comma of the country. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type { Comparison } from '@balcao/contracts/api/finance-reports.ts';
import { type CsvCell, csvLine, csvMark } from '@balcao/kit/csv-cells.ts';

export interface ReportTable {
  columns: readonly string[];
  rows: readonly (readonly CsvCell[])[];
}

export function toCsv({ columns, rows }: ReportTable): string {
  return csvMark + [columns, ...rows].map(csvLine).join('');
}

/** Centavos as `1234,56`. */
export const money = (amountMinor: number): CsvCell => ({ figure: formatAmount(amountMinor) });

/** Basis points as a percentage, `12,34`; empty for null. */
export const percent = (basisPoints: number | null): CsvCell =>
  basisPoints === null ? '' : { figure: formatAmount(basisPoints) };

/** Thousandths as `1,347`. */
export function quantity(milli: number): CsvCell {
  const digits = String(Math.abs(milli)).padStart(4, '0');
  return { figure: `${milli < 0 ? '-' : ''}${digits.slice(0, -3)},${digits.slice(-3)}` };
}

export const comparedColumns = ['amount', 'before', 'changePercent'] as const;

export const compared = ({
  amountMinor,
  beforeMinor,
  changeBasisPoints,
}: Comparison): CsvCell[] => [money(amountMinor), money(beforeMinor), percent(changeBasisPoints)];
