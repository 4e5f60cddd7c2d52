/** A dialog: it takes the focus, Esc leaves it without effect, and the focus goes back. */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import { designWords } from './words.ts';

interface DialogProps {
  isOpen: boolean;
  /** Esc, the cross, or a press beside it: nothing has happened. */
  onClose: () => void;
  title: string;
  description?: string | undefined;
  isWide?: boolean;
  children: ReactNode;
}

export function Dialog({ isOpen, onClose, title, description, isWide, children }: DialogProps) {
  const t = useWords(designWords);
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 bg-black/45" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={classNames(
            'fixed top-1/2 left-1/2 max-h-[calc(100dvh-1rem)] w-[calc(100vw-1rem)] -translate-x-1/2 -translate-y-1/2',
            'overflow-y-auto rounded-md border border-line bg-raised p-6 text-ink shadow-md',
            isWide ? 'max-w-3xl' : 'max-w-lg',
          )}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={t('close')} className="-mt-2 -mr-3">
                <X aria-hidden size={20} />
              </IconButton>
            </Radix.Close>
          </div>
          {description !== undefined && (
            <Radix.Description className="mb-4 text-ink-soft">{description}</Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The buttons at the foot of a dialog or a form; the primary one last. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>
);
