/** F4: a discount on the whole sale; above the role's limit it says so, and an administrator is asked when it is paid. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import { useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { subtotalOf } from './cart.ts';
import { cartStore } from './cart-store.ts';
import { parseDiscount } from './discount.ts';
import { discountLimitStore, exceededLimit } from './discount-limit.ts';
import type { EntryProps } from './entry.ts';
import { edit } from './ring-up.ts';
import { TypedEntry } from './typed-entry.tsx';
import { tillWords } from './words.ts';

export function DiscountEntry({ onDone }: EntryProps) {
  const t = useWords(tillWords);
  const [text, setText] = useState(() => {
    const { discountMinor } = cartStore.get();
    return discountMinor === 0 ? '' : formatAmount(discountMinor);
  });
  const [error, setError] = useState<string>();
  const enter = () => {
    const subtotalMinor = subtotalOf(cartStore.get());
    const discountMinor = parseDiscount(text, subtotalMinor);
    if (discountMinor === null) return setError(t('notADiscount'));
    if (discountMinor > subtotalMinor) return setError(t('discountTooLarge'));
    edit((cart) => ({ ...cart, discountMinor, overrideId: null }));
    onDone();
  };
  return (
    <TypedEntry
      label={t('discount')}
      value={text}
      onChange={setText}
      onEnter={enter}
      onLeave={onDone}
      error={error}
      warning={useWarning(text)}
    />
  );
}

/** While it is typed: that an administrator will be asked, and from what amount on. */
function useWarning(text: string): string | undefined {
  const t = useWords(tillWords);
  const format = useFormat();
  const basisPoints = useStore(discountLimitStore);
  const subtotalMinor = subtotalOf(useStore(cartStore));
  const discountMinor = parseDiscount(text, subtotalMinor);
  if (discountMinor === null || discountMinor > subtotalMinor) return undefined;
  const limitMinor = exceededLimit({ discountMinor, subtotalMinor }, basisPoints);
  if (limitMinor === null) return undefined;
  return t('aboveDiscountLimit', { limit: format.money(limitMinor) });
}
