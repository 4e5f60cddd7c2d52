/** A field for money: typed as people write it, `39,90`; what leaves it are centavos. */
import { AmountTextError, formatAmount, parseAmountText } from '@balcao/contracts/amount-text.ts';
import { type Ref, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { TextField } from './field.tsx';
import { designWords } from './words.ts';

interface MoneyFieldProps {
  label: string;
  /** Centavos; null while it is empty or no amount. */
  value: number | null;
  onChange: (amountMinor: number | null) => void;
  hint?: string | undefined;
  error?: string | undefined;
  className?: string | undefined;
  isLabelHidden?: boolean | undefined;
  autoFocus?: boolean;
  required?: boolean;
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function MoneyField({ value, onChange, error, ...rest }: MoneyFieldProps) {
  const t = useWords(designWords);
  const [text, setText] = useState(value === null ? '' : formatAmount(value));
  const read = readAmount(text);
  // What is typed stays as it is typed; a value that came from elsewhere replaces it.
  const shown = value !== null && value !== read ? formatAmount(value) : text;
  const isWrong = shown.trim() !== '' && readAmount(shown) === null;
  return (
    <TextField
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      suffix="R$"
      value={shown}
      error={error ?? (isWrong ? t('notAnAmount') : undefined)}
      onChange={({ target }) => {
        setText(target.value);
        onChange(readAmount(target.value));
      }}
    />
  );
}

function readAmount(text: string): number | null {
  if (text.trim() === '') return null;
  try {
    return parseAmountText(text);
  } catch (error) {
    if (error instanceof AmountTextError) return null;
    throw error;
  }
}
