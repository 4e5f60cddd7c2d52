/** Buttons: one primary at most on a screen, the rest secondary or quiet. */
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names.ts';

type Kind = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  /** What it started is still going on: it cannot be pressed again, and says so. */
  isBusy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const looks: Record<Kind, string> = {
  primary: 'bg-brand text-on-brand border-transparent hover:bg-brand-strong',
  secondary: 'bg-raised text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-raised text-danger border-danger hover:bg-danger-soft',
};

export function Button({
  kind = 'secondary',
  isBusy = false,
  className,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(buttonLook(kind), isBusy && 'opacity-70', className)}
    />
  );
}

/** The same look for a link. */
export const buttonLook = (kind: Kind = 'secondary'): string =>
  classNames(
    'inline-flex min-h-11 items-center justify-center gap-2 rounded-md border px-4 text-base font-medium',
    'transition-colors disabled:opacity-55',
    looks[kind],
  );
