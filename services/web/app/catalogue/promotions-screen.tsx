/** The promotions: what is cheaper, when, and whether it holds now. */
import type { Promotion } from '@balcao/contracts/api/promotions.ts';
import { isHolding } from '@balcao/contracts/effective-price.ts';
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { shopSettings } from '../shell/shop-settings.ts';
import { useStore } from '../store.ts';
import { ProductName } from './product-name.tsx';
import { PromotionDialog } from './promotion-dialog.tsx';
import { promotionWords, weekdayNames } from './promotion-words.ts';
import { RemovePromotionDialog } from './remove-promotion-dialog.tsx';
import { useCategories } from './use-categories.ts';
import { useMayWrite } from './use-may-write.ts';

type Open =
  | { kind: 'none' }
  | { kind: 'add' }
  | { kind: 'change' | 'remove'; promotion: Promotion };

export function Screen() {
  const t = useWords(promotionWords);
  const mayWrite = useMayWrite();
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const close = () => setOpen({ kind: 'none' });
  const add = mayWrite && (
    <Button kind="primary" onClick={() => setOpen({ kind: 'add' })}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={add}>
      <PromotionTable onOpen={setOpen} />
      {open.kind === 'add' && <PromotionDialog promotion={null} onClose={close} />}
      {open.kind === 'change' && <PromotionDialog promotion={open.promotion} onClose={close} />}
      {open.kind === 'remove' && (
        <RemovePromotionDialog promotion={open.promotion} onClose={close} />
      )}
    </Page>
  );
}

function PromotionTable({ onOpen }: { onOpen: (open: Open) => void }) {
  const t = useWords(promotionWords);
  const format = useFormat();
  const { rows, loading, more } = useList(['promotions'], (cursor) =>
    answer(api.GET('/api/v1/promotions', { params: { query: { cursor } } })),
  );
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('nothing') }}
      columns={[
        { title: t('name'), cell: ({ name }) => name },
        {
          title: t('of'),
          isSecondary: true,
          cell: (promotion) => <Target promotion={promotion} />,
        },
        {
          title: t('becomes'),
          isFigure: true,
          cell: ({ percentBasisPoints, priceMinor }) =>
            percentBasisPoints === null
              ? t('fixed', { price: format.money(priceMinor ?? 0) })
              : t('off', { percent: format.percent(percentBasisPoints / 10_000) }),
        },
        { title: t('when'), isSecondary: true, cell: (each) => <When promotion={each} /> },
        { title: t('state'), cell: (promotion) => <State promotion={promotion} /> },
        {
          title: t('change'),
          isFigure: true,
          cell: (promotion) => <RowActions promotion={promotion} onOpen={onOpen} />,
        },
      ]}
    />
  );
}

function Target({ promotion: { productId, categoryId } }: { promotion: Promotion }) {
  const t = useWords(promotionWords);
  const categories = useCategories();
  if (productId !== null) return <ProductName id={productId} />;
  return categories.data?.find(({ id }) => id === categoryId)?.name ?? t('gone');
}

function When({ promotion }: { promotion: Promotion }) {
  const t = useWords(promotionWords);
  const text = useText();
  const format = useFormat();
  const { weekdays, startsOn, endsOn, fromTime, toTime } = promotion;
  const names = weekdayNames.flatMap((name, index) =>
    weekdays.includes(index + 1) ? [text(name)] : [],
  );
  const days = [startsOn, endsOn].map((day) => (day === null ? '…' : format.day(day)));
  const hasDays = startsOn !== null || endsOn !== null;
  const hasTimes = fromTime !== null || toTime !== null;
  return [
    names.length === weekdayNames.length ? t('everyDay') : names.join(', '),
    hasTimes ? `${fromTime ?? '00:00'}–${toTime ?? '24:00'}` : '',
    hasDays ? days.join(' – ') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function State({ promotion }: { promotion: Promotion }) {
  const t = useWords(promotionWords);
  const { timeZone } = useStore(shopSettings);
  const now = shopClock(timeZone)(new Date());
  if (!promotion.active) return <Badge tone="neutral">{t('inactive')}</Badge>;
  if (promotion.endsOn !== null && promotion.endsOn < now.businessDate)
    return <Badge tone="neutral">{t('over')}</Badge>;
  return isHolding(promotion, now) ? (
    <Badge tone="positive">{t('now')}</Badge>
  ) : (
    <Badge tone="neutral">{t('active')}</Badge>
  );
}

interface RowActionsProps {
  promotion: Promotion;
  onOpen: (open: Open) => void;
}

function RowActions({ promotion, onOpen }: RowActionsProps) {
  const t = useWords(promotionWords);
  const mayWrite = useMayWrite();
  if (!mayWrite) return '–';
  return (
    <>
      <Button
        kind="quiet"
        aria-label={t('removeOf', { name: promotion.name })}
        onClick={() => onOpen({ kind: 'remove', promotion })}
      >
        {t('remove')}
      </Button>
      <Button
        aria-label={t('changeOf', { name: promotion.name })}
        onClick={() => onOpen({ kind: 'change', promotion })}
      >
        {t('change')}
      </Button>
    </>
  );
}
