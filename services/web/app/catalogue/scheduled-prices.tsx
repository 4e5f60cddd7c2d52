/** Prices that begin later: set one, or take it back. */
import type { Product } from '@balcao/contracts/api/product.ts';
import type { ScheduledPrice } from '@balcao/contracts/api/scheduled-prices.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, done } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { SchedulePriceDialog } from './schedule-price-dialog.tsx';
import { useMayWrite } from './use-may-write.ts';
import { catalogueWords } from './words.ts';

export function ScheduledPrices({ product }: { product: Product }) {
  const t = useWords(catalogueWords);
  const format = useFormat();
  const mayWrite = useMayWrite();
  const [isOpen, setOpen] = useState(false);
  const cancel = useCancel(product.id);
  const { rows, loading, more } = useList(['products', 'scheduled', product.id], (cursor) =>
    answer(
      api.GET('/api/v1/products/{id}/prices/scheduled', {
        params: { path: { id: product.id }, query: { cursor } },
      }),
    ),
  );
  const schedule = mayWrite && <Button onClick={() => setOpen(true)}>{t('schedule')}</Button>;
  return (
    <Section title={t('scheduled')} actions={schedule}>
      {cancel.error !== null && <ProblemNotice error={cancel.error} />}
      <DataTable
        caption={t('scheduled')}
        rows={rows}
        loading={loading}
        more={more}
        keyOf={({ id }) => id}
        empty={{ text: t('noScheduled') }}
        columns={[
          { title: t('startsAt'), cell: ({ startsAt }) => format.moment(startsAt) },
          {
            title: t('price'),
            isFigure: true,
            cell: ({ priceMinor }) => format.money(priceMinor),
          },
          {
            title: t('state'),
            cell: ({ status }) => (
              <Badge tone={status === 'applied' ? 'positive' : 'neutral'}>{t(status)}</Badge>
            ),
          },
          {
            title: t('cancelPrice'),
            isFigure: true,
            cell: (price) =>
              mayWrite && price.status === 'waiting' ? (
                <Button kind="quiet" onClick={() => cancel.mutate(price)}>
                  {t('cancelPrice')}
                </Button>
              ) : (
                '–'
              ),
          },
        ]}
      />
      {isOpen && <SchedulePriceDialog product={product} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function useCancel(id: string) {
  const t = useWords(catalogueWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (price: ScheduledPrice) =>
      done(
        api.DELETE('/api/v1/products/{id}/prices/scheduled/{scheduledPriceId}', {
          params: { path: { id, scheduledPriceId: price.id } },
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['products', 'scheduled', id] });
      tell(t('priceCancelled'));
    },
  });
}
