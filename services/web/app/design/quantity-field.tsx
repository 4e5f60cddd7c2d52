/** A field for a weight or a number of pieces; what leaves it are thousandths of the unit. */
import type { Unit } from '@balcao/contracts/unit.ts';
import { type Ref, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { TextField } from './field.tsx';
import { formatQuantity, parseQuantity } from './quantity-text.ts';
import { designWords } from './words.ts';

interface QuantityFieldProps {
  label: string;
  unit: Unit;
  /** Zero is a quantity too: nothing was there. */
  isZeroAllowed?: boolean;
  /** Thousandths; null while it is empty or none. */
  value: number | null;
  onChange: (quantityMilli: number | null) => void;
  hint?: string | undefined;
  error?: string | undefined;
  className?: string | undefined;
  isLabelHidden?: boolean | undefined;
  autoFocus?: boolean;
  required?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function QuantityField({
  unit,
  value,
  onChange,
  error,
  isZeroAllowed = false,
  ...rest
}: QuantityFieldProps) {
  const t = useWords(designWords);
  const parse = (typed: string) => parseQuantity(typed, unit, isZeroAllowed ? 0 : 1);
  const [text, setText] = useState(value === null ? '' : formatQuantity(value, unit));
  const read = parse(text);
  const shown = value !== null && value !== read ? formatQuantity(value, unit) : text;
  const isWrong = shown.trim() !== '' && parse(shown) === null;
  const message = unit === 'un' ? t('onlyPieces') : t('notAQuantity');
  return (
    <TextField
      {...rest}
      inputMode={unit === 'un' ? 'numeric' : 'decimal'}
      autoComplete="off"
      suffix={unit}
      value={shown}
      error={error ?? (isWrong ? message : undefined)}
      onChange={({ target }) => {
        setText(target.value);
        onChange(parse(target.value));
      }}
    />
  );
}
