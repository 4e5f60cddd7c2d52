/** Sets a price that begins at a moment on the shop's clock. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { SaveActions } from '../design/save-actions.tsx';
import { useWords } from '../i18n/words.ts';
import { shopSettings } from '../shell/shop-settings.ts';
import { tell } from '../shell/toasts.tsx';
import { useStore } from '../store.ts';
import { instantOfShopTime } from './shop-moment.ts';
import { catalogueWords } from './words.ts';

export function SchedulePriceDialog(props: { product: Product; onClose: () => void }) {
  const { product, onClose } = props;
  const t = useWords(catalogueWords);
  const { timeZone } = useStore(shopSettings);
  const [priceMinor, setPrice] = useState<number | null>(null);
  const [at, setAt] = useState('');
  const [hasTried, setTried] = useState(false);
  const schedule = useSchedule(product.id, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const startsAt = instantOfShopTime(at, timeZone);
    if (priceMinor !== null && startsAt !== null) schedule.mutate({ priceMinor, startsAt });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('schedule')} description={product.name}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {schedule.error !== null && <ProblemNotice error={schedule.error} />}
        <MoneyField
          label={t('newPrice')}
          value={priceMinor}
          error={hasTried && priceMinor === null ? t('needed') : undefined}
          onChange={setPrice}
        />
        <TextField
          label={t('startsAt')}
          type="datetime-local"
          value={at}
          error={hasTried && at === '' ? t('needed') : undefined}
          onChange={({ target }) => setAt(target.value)}
        />
        <SaveActions isBusy={schedule.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function useSchedule(id: string, onDone: () => void) {
  const t = useWords(catalogueWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: { priceMinor: number; startsAt: string }) =>
      answer(api.POST('/api/v1/products/{id}/prices', { params: { path: { id }, header }, body })),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['products', 'scheduled', id] });
      tell(t('priceScheduled'));
      onDone();
    },
  });
}
