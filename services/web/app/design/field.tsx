/** A form's fields: a label above, the hint and the error below, all tied together for screen readers. */

import { CircleAlert } from 'lucide-react';
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from './class-names.ts';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  className?: string | undefined;
  /** Where a heading above says it already, as in a grid of fields: the label is read out only. */
  isLabelHidden?: boolean | undefined;
}

interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

/** For a control of another kind: it gets the attributes that tie it to its label, hint and error. */
export function Field({
  label,
  hint,
  error,
  className,
  isLabelHidden,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium text-ink'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-ink-soft">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1 text-sm text-danger">
          <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

export const controlLook =
  'min-h-11 w-full rounded-md border border-line-strong bg-raised px-3 text-base text-ink aria-invalid:border-danger';

type TextFieldProps = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'className'> & {
    ref?: Ref<HTMLInputElement>;
    /** Shown behind the value, such as `kg`. */
    suffix?: string | undefined;
  };

export function TextField({
  label,
  hint,
  error,
  className,
  isLabelHidden,
  suffix,
  ...input
}: TextFieldProps) {
  return (
    <Field {...{ label, hint, error, className, isLabelHidden }}>
      {(control) => (
        <span className="relative flex">
          <input {...input} {...control} className={classNames(controlLook, suffix && 'pr-12')} />
          {suffix !== undefined && (
            <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-ink-soft">
              {suffix}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}

type SelectFieldProps = FieldProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className'> & { ref?: Ref<HTMLSelectElement> };

export function SelectField({
  label,
  hint,
  error,
  className,
  isLabelHidden,
  children,
  ...select
}: SelectFieldProps) {
  return (
    <Field {...{ label, hint, error, className, isLabelHidden }}>
      {(control) => (
        <select {...select} {...control} className={controlLook}>
          {children}
        </select>
      )}
    </Field>
  );
}

type TextAreaFieldProps = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className'> & {
    ref?: Ref<HTMLTextAreaElement>;
  };

export function TextAreaField({
  label,
  hint,
  error,
  className,
  isLabelHidden,
  ...area
}: TextAreaFieldProps) {
  return (
    <Field {...{ label, hint, error, className, isLabelHidden }}>
      {(control) => <textarea {...area} {...control} className={classNames(controlLook, 'py-2')} />}
    </Field>
  );
}

type CheckboxFieldProps = Pick<FieldProps, 'label' | 'className'> &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'className'> & {
    ref?: Ref<HTMLInputElement>;
  };

export const CheckboxField = ({ label, className, ...input }: CheckboxFieldProps) => (
  <label className={classNames('flex min-h-11 items-center gap-2 text-base', className)}>
    <input {...input} type="checkbox" className="size-5 accent-brand" />
    {label}
  </label>
);
