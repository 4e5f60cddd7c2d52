/** A field for a business day; while somebody types a year, half of it is no day yet and goes nowhere. */
import { businessDate } from '@balcao/contracts/dates.ts';
import { useState } from 'react';
import { TextField } from './field.tsx';

interface DayFieldProps {
  label: string;
  /** `YYYY-MM-DD`; empty for none. */
  value: string;
  /** A day that exists, or empty where the field was emptied. */
  onChange: (day: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
  max?: string | undefined;
  required?: boolean;
}

export function DayField({ value, onChange, ...rest }: DayFieldProps) {
  const [typed, setTyped] = useState({ of: value, text: value });
  // What is typed stays as it is typed; a value that came from elsewhere replaces it.
  const shown = typed.of === value ? typed.text : value;
  const change = (text: string) => {
    const isDay = text === '' || businessDate.safeParse(text).success;
    setTyped({ of: isDay ? text : value, text });
    if (isDay) onChange(text);
  };
  return (
    <TextField
      {...rest}
      type="date"
      value={shown}
      onChange={({ target }) => change(target.value)}
    />
  );
}
