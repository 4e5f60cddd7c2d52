/** The stock of one product: its figures, its rule, its lots and every movement. */
import type { StockLevel } from '@balcao/contracts/api/inventory.ts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'wouter';
import { answer, api } from '../api/client.ts';
import { Button, buttonLook } from '../design/button.tsx';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { AdjustDialog } from './adjust-dialog.tsx';
import { LevelBadges } from './level-table.tsx';
import { LotTable } from './lot-table.tsx';
import { MovementList } from './movement-list.tsx';
import { PolicyDialog } from './policy-dialog.tsx';
import { WasteDialog } from './waste-dialog.tsx';
import { stockWords } from './words.ts';

export function Screen() {
  const t = useWords(stockWords);
  const common = useWords(designWords);
  const { id = '' } = useParams();
  const level = useQuery({
    queryKey: ['stock', 'level', id],
    queryFn: () =>
      answer(
        api.GET('/api/v1/inventory/stock/{productId}', { params: { path: { productId: id } } }),
      ),
  });
  if (level.data !== undefined) return <ProductStock level={level.data} />;
  return (
    <Page title={t('title')}>
      {level.error === null ? (
        <p role="status">{common('loading')}</p>
      ) : (
        <ProblemNotice error={level.error} onRetry={() => void level.refetch()} />
      )}
    </Page>
  );
}

type Open = 'none' | 'waste' | 'adjust' | 'policy';

function ProductStock({ level }: { level: StockLevel }) {
  const t = useWords(stockWords);
  const [open, setOpen] = useState<Open>('none');
  const close = () => setOpen('none');
  const product = { id: level.productId, name: level.name, unit: level.unit };
  return (
    <Page
      title={level.name}
      actions={
        <>
          <Button onClick={() => setOpen('policy')}>{t('policy')}</Button>
          <Button onClick={() => setOpen('adjust')}>{t('adjust')}</Button>
          <Button onClick={() => setOpen('waste')}>{t('recordWaste')}</Button>
          <Link href="/stock/receive" className={buttonLook('primary')}>
            {t('receive')}
          </Link>
        </>
      }
    >
      <Figures level={level} />
      <Section title={t('lots')}>
        <LotTable query={{ productId: level.productId, hasStock: true }} isOfProduct />
      </Section>
      <Section title={t('movements')}>
        <MovementList product={product} />
      </Section>
      {open === 'waste' && <WasteDialog product={product} onClose={close} />}
      {open === 'adjust' && <AdjustDialog product={product} onClose={close} />}
      {open === 'policy' && <PolicyDialog level={level} onClose={close} />}
    </Page>
  );
}

function Figures({ level }: { level: StockLevel }) {
  const t = useWords(stockWords);
  const format = useFormat();
  const { unit, minimumMilli } = level;
  return (
    <>
      <LevelBadges level={level} />
      <dl className="mt-3 mb-8 grid grid-cols-2 gap-x-6 gap-y-4 border-y border-line py-4 sm:grid-cols-3 lg:grid-cols-6">
        <Figure name={t('available')}>{format.quantity(level.availableMilli, unit)}</Figure>
        <Figure name={t('onHand')}>{format.quantity(level.onHandMilli, unit)}</Figure>
        <Figure name={t('reserved')}>{format.quantity(level.reservedMilli, unit)}</Figure>
        <Figure name={t('expired')}>{format.quantity(level.expiredMilli, unit)}</Figure>
        <Figure name={t('value')}>{format.money(level.valueMinor)}</Figure>
        <Figure name={t('minimum')}>
          {minimumMilli === null ? t('none') : format.quantity(minimumMilli, unit)}
        </Figure>
      </dl>
      <p className="-mt-4 mb-8 text-ink-soft">
        {t('whenShort')}: {level.negativeStock === 'block' ? t('block') : t('allow')}
      </p>
    </>
  );
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-ink-soft">{name}</dt>
    <dd className="text-lg font-semibold">{children}</dd>
  </div>
);
