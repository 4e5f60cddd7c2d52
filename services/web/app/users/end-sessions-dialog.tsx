/** Logs a user out on every device. */
import type { User } from '@balcao/contracts/api/users.ts';
import { useMutation } from '@tanstack/react-query';
import { api, done } from '../api/client.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { userWords } from './words.ts';

export function EndSessionsDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useWords(userWords);
  const end = useMutation({
    mutationFn: () =>
      done(api.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id: user.id } } })),
    onSuccess() {
      tell(t('sessionsEnded'));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t('endSessionsOf', { name: user.name })}
      text={t('endSessionsText')}
      confirm={t('endSessions')}
      action={end}
      onClose={onClose}
    />
  );
}
