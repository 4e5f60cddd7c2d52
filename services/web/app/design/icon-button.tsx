/** A button that shows an icon only; its label is read out, and shown as a tooltip. */
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { classNames } from './class-names.ts';

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  label: string;
  children: ReactNode;
}

export const IconButton = ({
  label,
  children,
  className,
  kind = 'quiet',
  ...rest
}: IconButtonProps) => (
  <Button
    {...rest}
    kind={kind}
    aria-label={label}
    title={label}
    className={classNames('min-w-11 px-2', className)}
  >
    {children}
  </Button>
);
