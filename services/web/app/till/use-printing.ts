/** A sale that is done is printed as this device was told to. */
import { useEffect } from 'react';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { refundWords } from './refund-words.ts';
import { lastSale } from './sale-flow.ts';

/** While the till is shown: who comes back to it has the last receipt already. */
export function usePrinting(): void {
  const t = useWords(refundWords);
  const failed = t('printFailed');
  useEffect(
    () =>
      lastSale.subscribe(() => {
        const sale = lastSale.get();
        if (sale === null || sale.isQueued) return;
        // Loaded when it is needed: the first screen does without.
        import('./print-receipt.ts')
          .then(({ printByChoice }) => printByChoice(sale.saleId))
          .catch(() => tell(failed));
      }),
    [failed],
  );
}
