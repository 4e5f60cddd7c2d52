/** Closes the till by a blind count: what it should hold is shown afterwards only. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { Notice } from '../design/notice.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { useKeptSales } from '../offline/use-kept-sales.ts';
import { useStore } from '../store.ts';
import { cartStore } from './cart-store.ts';
import type { TillDialogProps } from './till-dialog.ts';
import { tillMoneyWords } from './till-money-words.ts';
import { TillReport } from './till-report.tsx';
import { openTillId, rememberTill } from './till-store.ts';

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(tillMoneyWords);
  const hasCart = useStore(cartStore).lines.length > 0;
  const [tillId] = useState(openTillId);
  const { unsent: kept, loading } = useKeptSales();
  // Of this till only: what another one has not sent changes nothing that is counted here.
  const unsent = kept?.filter(({ sale }) => sale.tillId === tillId).length ?? 0;
  const [countedMinor, setCounted] = useState<number | null>(null);
  const close = useMutation({
    mutationFn: (counted: number) =>
      answer(
        api.POST('/api/v1/tills/{id}/close', {
          params: {
            path: { id: tillId },
            header: { 'Idempotency-Key': `${tillId}-close-${counted}-${unsent}` },
          },
          body: { countedMinor: counted, counted: [], unsentCount: unsent },
        }),
      ),
  });
  const leave = () => {
    onClose();
    if (close.isSuccess) void rememberTill(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (countedMinor !== null) close.mutate(countedMinor);
  };
  if (close.isSuccess) {
    return (
      <Dialog isOpen isWide onClose={leave} title={t('zReading')}>
        <TillReport tillId={tillId} />
        <DialogActions>
          <Button className="text-lg" autoFocus onClick={leave}>
            {t('done')}
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('closeTitle')} description={t('closeLead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {unsent > 0 && <Notice tone="warning">{t('unsentFirst', { count: unsent })}</Notice>}
        {hasCart && <Notice tone="warning">{t('cartFirst')}</Notice>}
        {close.error !== null && <ProblemNotice error={close.error} />}
        <MoneyField
          label={t('counted')}
          value={countedMinor}
          onChange={setCounted}
          autoFocus
          required
        />
        <DialogActions>
          <Button
            type="submit"
            className="text-lg"
            isBusy={close.isPending}
            disabled={unsent > 0 || hasCart || loading.isFetching}
          >
            {t('closeTill')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
