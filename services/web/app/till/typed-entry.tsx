/** The field at the top while it takes a figure: Enter sets it, Esc leaves it without effect. */
import { CircleAlert, TriangleAlert } from 'lucide-react';
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
  /** What will be asked for; it may be entered all the same. */
  warning?: string | undefined;
}

export function TypedEntry(props: TypedEntryProps) {
  const { label, value, onChange, onEnter, onLeave, error, warning } = props;
  const id = useId();
  const message = error ?? warning;
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
        aria-describedby={message === undefined ? undefined : `${id}-message`}
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
      {message !== undefined && (
        <Message id={`${id}-message`} text={message} isError={error !== undefined} />
      )}
    </div>
  );
}

const messageLook =
  'absolute inset-x-0 top-full z-10 mt-1 flex items-center gap-2 rounded-md border p-3 text-lg text-ink';

function Message({ id, text, isError }: { id: string; text: string; isError: boolean }) {
  if (isError) {
    return (
      <p id={id} role="alert" className={classNames(messageLook, 'border-danger bg-danger-soft')}>
        <CircleAlert aria-hidden size={22} className="text-danger" />
        {text}
      </p>
    );
  }
  return (
    <p id={id} role="status" className={classNames(messageLook, 'border-warning bg-warning-soft')}>
      <TriangleAlert aria-hidden size={22} className="text-warning" />
      {text}
    </p>
  );
}
