/** Asks for the password of somebody whose session ended while they worked. */
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { LogInForm } from './log-in-form.tsx';
import { logOut } from './session.ts';
import { sessionWords } from './words.ts';

export function LogInAgain({ email }: { email: string }) {
  const t = useWords(sessionWords);
  return (
    <Dialog
      isOpen
      onClose={() => undefined}
      title={t('expiredTitle')}
      description={t('expiredLead')}
    >
      <LogInForm email={email} />
      <DialogActions>
        <Button kind="quiet" onClick={() => void logOut()}>
          {t('someoneElse')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
