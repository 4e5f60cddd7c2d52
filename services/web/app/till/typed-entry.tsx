/** The field at the top while it takes a figure: Enter sets it, Esc leaves it without effect. */
import { CircleAlert } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { classNames } from '../design/class-names.ts';
import { entryLook } from './entry.ts';

interface TypedEntryProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onEnter: () => void;
  onLeave: () => void;
  error: string | undefined;
}

export function TypedEntry({ label, value, onChange, onEnter, onLeave, error }: TypedEntryProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <div className="relative">
      <label htmlFor={id} className="absolute top-1 left-4 text-sm text-ink">
        {label}
      </label>
      <input
        id={id}
        ref={field}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        className={classNames(entryLook, 'border-2 border-ink pt-5 font-semibold')}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        onBlur={onLeave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter();
          else if (event.key === 'Escape') onLeave();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {error !== undefined && (
        <p
          id={`${id}-error`}
          role="alert"
          className="absolute inset-x-0 top-full z-10 mt-1 flex items-center gap-2 rounded-md border border-danger bg-danger-soft p-3 text-lg text-ink"
        >
          <CircleAlert aria-hidden size={22} className="text-danger" />
          {error}
        </p>
      )}
    </div>
  );
}
