/** A sale that is done is printed as this device was told to. */
import { useEffect } from 'react';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { refundWords } from './refund-words.ts';
import { lastSale } from './sale-flow.ts';

/** The last one that was printed, or tried to be: who comes back to the till has its receipt already. */
let printedId: string | undefined;

/** While the till is shown; of a sale that was done while it was not, when it is shown again. */
export function usePrinting(): void {
  const t = useWords(refundWords);
  const failed = t('printFailed');
  useEffect(() => {
    const print = () => {
      const sale = lastSale.get();
      if (sale === null || sale.isQueued || sale.saleId === printedId) return;
      printedId = sale.saleId;
      // Loaded when it is needed: the first screen does without.
      import('./print-receipt.ts')
        .then(({ printByChoice }) => printByChoice(sale.saleId))
        .catch(() => tell(failed));
    };
    print();
    return lastSale.subscribe(print);
  }, [failed]);
}
