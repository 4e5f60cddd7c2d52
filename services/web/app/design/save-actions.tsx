/** The end of a form in a dialog: leave it, or save. */
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { DialogActions } from './dialog.tsx';
import { designWords } from './words.ts';

interface SaveActionsProps {
  isBusy: boolean;
  onClose: () => void;
  /** What the button does, where that is more than saving. */
  save?: string;
}

export function SaveActions({ isBusy, onClose, save }: SaveActionsProps) {
  const t = useWords(designWords);
  return (
    <DialogActions>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" kind="primary" isBusy={isBusy}>
        {save ?? t('save')}
      </Button>
    </DialogActions>
  );
}
