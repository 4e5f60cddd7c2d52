/** The ways to pay, each on its key. */
import { useWords } from '../i18n/words.ts';
import { type PaymentKey, payKeys } from './use-till-keys.ts';
import { tillWords } from './words.ts';

interface PaymentKeysProps {
  onPay: (how: PaymentKey) => void;
  isDisabled: boolean;
}

export function PaymentKeys({ onPay, isDisabled }: PaymentKeysProps) {
  const t = useWords(tillWords);
  return (
    <div className="grid grid-cols-2 gap-2 border-t border-line-strong p-3">
      {payKeys.map(([key, how]) => (
        <button
          key={key}
          type="button"
          aria-keyshortcuts={key}
          disabled={isDisabled}
          className="flex min-h-14 items-center gap-3 rounded-md border border-line-strong bg-surface px-3 text-lg font-medium text-ink hover:bg-sunken disabled:opacity-55"
          onClick={() => onPay(how)}
        >
          <kbd className="w-8 font-sans text-base">{key}</kbd>
          {t(how)}
        </button>
      ))}
    </div>
  );
}
