/** The figures of a till's reading. */
import type { TillReport } from '@balcao/contracts/api/tills.ts';
import type { ReactNode } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { TillDifference } from './till-difference.tsx';
import { tillListWords } from './till-words.ts';

export function TillSums({ report }: { report: TillReport }) {
  const t = useWords(tillListWords);
  const format = useFormat();
  const { sales, refunds } = report;
  const moneyOf = (amountMinor: number | null) =>
    amountMinor === null ? '–' : format.money(amountMinor);
  const range =
    sales.firstReceiptNumber === null || sales.lastReceiptNumber === null
      ? '–'
      : t('receiptRange', { first: sales.firstReceiptNumber, last: sales.lastReceiptNumber });
  return (
    <dl className="mb-8 grid grid-cols-2 gap-4 border-y border-line py-4 md:grid-cols-4">
      <Sum title={t('sales')}>{`${format.number(sales.count)} · ${moneyOf(sales.totalMinor)}`}</Sum>
      <Sum title={t('refunds')}>
        {`${format.number(refunds.count)} · ${moneyOf(refunds.totalMinor)}`}
      </Sum>
      <Sum title={t('discounts')}>{format.money(sales.discountMinor)}</Sum>
      <Sum title={t('receipts')}>{range}</Sum>
      <Sum title={t('float')}>{format.money(report.floatMinor)}</Sum>
      <Sum title={t('suprimentos')}>{format.money(report.suprimentosMinor)}</Sum>
      <Sum title={t('sangrias')}>{format.money(report.sangriasMinor)}</Sum>
      <Sum title={t('change')}>{format.money(report.changeMinor)}</Sum>
      <Sum title={t('expected')}>{moneyOf(report.expectedMinor)}</Sum>
      <Sum title={t('counted')}>{moneyOf(report.countedMinor)}</Sum>
      <Sum title={t('difference')}>
        {report.differenceMinor === null ? (
          '–'
        ) : (
          <TillDifference differenceMinor={report.differenceMinor} />
        )}
      </Sum>
    </dl>
  );
}

const Sum = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-ink-soft">{title}</dt>
    <dd className="text-lg font-semibold">{children}</dd>
  </div>
);
