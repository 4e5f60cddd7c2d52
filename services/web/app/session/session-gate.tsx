/** Lets nobody to the screens without a session; one that ends while somebody works leaves the screen as it is. */
import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { LogInForm } from './log-in-form.tsx';
import { LogInScreen } from './log-in-screen.tsx';
import { logOut, session } from './session.ts';
import { sessionWords } from './words.ts';

export function SessionGate({ children }: { children: ReactNode }) {
  const { status, user } = useStore(session);
  if (user === null) return <LogInScreen />;
  return (
    <>
      {children}
      {status === 'expired' && <LogInAgain email={user.email} />}
    </>
  );
}

function LogInAgain({ email }: { email: string }) {
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
