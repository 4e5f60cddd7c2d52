/** A dialog that is a form: what went wrong at its head, cancel and save at its foot. */
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { designWords } from './words.ts';

interface FormDialogProps {
  title: string;
  description?: string | undefined;
  /** The words on the button: what it does; `Save` where it is left out. */
  submit?: string;
  /** A mutation: `onSubmit` starts it. */
  action: { isPending: boolean; error: unknown };
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, description, submit, action, onSubmit, onClose, children } = props;
  const t = useWords(designWords);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog isOpen onClose={onClose} title={title} description={description}>
      <form onSubmit={send} className="flex flex-col gap-4">
        {action.error != null && <ProblemNotice error={action.error} />}
        {children}
        <DialogActions>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" isBusy={action.isPending}>
            {submit ?? t('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
