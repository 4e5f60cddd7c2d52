/** A sale that is done is printed as this device was told to. */
import { useEffect } from 'react';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { useStore } from '../store.ts';
import { refundWords } from './refund-words.ts';
import { lastSale } from './sale-flow.ts';

export function usePrinting(): void {
  const t = useWords(refundWords);
  const sale = useStore(lastSale);
  const failed = t('printFailed');
  useEffect(() => {
    if (sale === null || sale.isQueued) return;
    // Loaded when it is needed: the first screen does without.
    import('./print-receipt.ts')
      .then(({ printByChoice }) => printByChoice(sale.saleId))
      .catch(() => tell(failed));
  }, [sale, failed]);
}
