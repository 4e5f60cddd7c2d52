/** F3: the quantity or weight of one line, by hand. */
import { useEffect, useRef, useState } from 'react';
import { formatQuantity, parseQuantity } from '../design/quantity-text.ts';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { isSold, withQuantity } from './cart.ts';
import { cartStore } from './cart-store.ts';
import type { EntryProps } from './entry.ts';
import { edit } from './ring-up.ts';
import { TypedEntry } from './typed-entry.tsx';
import { tillWords } from './words.ts';

export function QuantityEntry({ lineKey, onDone }: EntryProps & { lineKey: string }) {
  const t = useWords(tillWords);
  const design = useWords(designWords);
  const line = useStore(cartStore)
    .lines.filter(isSold)
    .find(({ key }) => key === lineKey);
  const before = line === undefined || line.quantityMilli === 0 ? '' : formatted(line);
  const [text, setText] = useState(before);
  const [isWrong, setWrong] = useState(false);
  const leave = useRef(onDone);
  leave.current = onDone;
  useEffect(() => {
    if (line === undefined) leave.current();
  }, [line]);
  if (line === undefined) return null;
  const enter = () => {
    const quantityMilli = parseQuantity(text, line.unit);
    if (quantityMilli === null) return setWrong(true);
    edit((cart) => withQuantity(cart, lineKey, quantityMilli));
    onDone();
  };
  const kind = line.unit === 'kg' ? t('weight') : t('quantity');
  return (
    <TypedEntry
      label={t('quantityOf', { unit: kind, name: line.name })}
      value={text}
      onChange={setText}
      onEnter={enter}
      onLeave={onDone}
      error={isWrong ? design(line.unit === 'kg' ? 'notAQuantity' : 'onlyPieces') : undefined}
    />
  );
}

const formatted = ({ quantityMilli, unit }: { quantityMilli: number; unit: 'kg' | 'un' }) =>
  formatQuantity(quantityMilli, unit);
