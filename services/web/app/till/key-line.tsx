/** The line of keys at the bottom: what each does, and the same by a tap. */
import { useWords } from '../i18n/words.ts';
import type { TillActions } from './use-till-keys.ts';
import { tillWords } from './words.ts';

export function KeyLine({ actions }: { actions: TillActions }) {
  const t = useWords(tillWords);
  const keys = [
    ['Enter', t('keyPay'), actions.payExact],
    ['F3', t('keyQuantity'), actions.quantity],
    ['F4', t('keyDiscount'), actions.discount],
    ['Del', t('keyRemove'), actions.remove],
    ['F11', t('keyHold'), actions.hold],
    ['Ctrl+M', t('keyTill'), actions.menu],
    ['?', t('keyHelp'), actions.help],
  ] as const;
  return (
    <nav
      aria-label={t('keys')}
      className="flex flex-wrap border-t border-line-strong bg-raised px-2 lg:col-span-2"
    >
      {keys.map(([key, label, run]) => (
        <button
          key={key}
          type="button"
          className="flex min-h-11 items-center gap-2 rounded-md px-2 text-base text-ink hover:bg-sunken"
          onClick={run}
        >
          <kbd className="font-sans font-bold">{key}</kbd>
          {label}
        </button>
      ))}
    </nav>
  );
}
