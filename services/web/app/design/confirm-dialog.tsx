/** Asks before something that cannot be undone. */
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { designWords } from './words.ts';

interface ConfirmDialogProps {
  title: string;
  /** What will have happened. */
  text: string;
  /** The words on the button: what it does. */
  confirm: string;
  /** A mutation without variables. */
  action: { mutate: () => void; isPending: boolean; error: unknown };
  onClose: () => void;
}

export function ConfirmDialog({ title, text, confirm, action, onClose }: ConfirmDialogProps) {
  const t = useWords(designWords);
  return (
    <Dialog isOpen onClose={onClose} title={title} description={text}>
      {action.error != null && <ProblemNotice error={action.error} />}
      <DialogActions>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button kind="danger" isBusy={action.isPending} onClick={() => action.mutate()}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
