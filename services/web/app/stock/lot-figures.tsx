/** What a lot is: from whom, when, until when, how much. */
import type { LotTrace } from '@balcao/contracts/api/traces.ts';
import type { ReactNode } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { ExpiryText } from './expiry-text.tsx';
import { lotWords } from './lot-words.ts';

export function LotFigures({ trace: { lot, receipt } }: { trace: LotTrace }) {
  const t = useWords(lotWords);
  const format = useFormat();
  return (
    <dl className="mb-8 grid grid-cols-2 gap-x-6 gap-y-4 border-y border-line py-4 sm:grid-cols-3 lg:grid-cols-6">
      <Figure name={t('supplier')}>{lot.supplierName ?? t('unknownSupplier')}</Figure>
      <Figure name={t('receivedOn')}>{format.day(lot.receivedOn)}</Figure>
      <Figure name={t('expires')}>
        <ExpiryText lot={lot} />
      </Figure>
      <Figure name={t('received')}>{format.quantity(lot.receivedMilli, lot.unit)}</Figure>
      <Figure name={t('cost')}>{format.money(lot.costMinor)}</Figure>
      <Figure name={t('document')}>{receipt?.document ?? lot.lotCode ?? '–'}</Figure>
    </dl>
  );
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-ink-soft">{name}</dt>
    <dd className="font-semibold">{children}</dd>
  </div>
);
