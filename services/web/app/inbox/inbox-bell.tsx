/** The bell in the header: how much has come since the inbox was last looked at. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { buttonLook } from '../design/button.tsx';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { createStore, useStore } from '../store.ts';
import { followInbox } from './follow-inbox.ts';
import { inboxWords } from './words.ts';

/** Since when: this page was opened, or the inbox was looked at. */
const unseen = createStore(0);

export const markSeen = () => unseen.set(0);

export function InboxBell() {
  const { role } = useUser();
  return isAllowed(role, 'notifications:read') ? <Listening /> : null;
}

function Listening() {
  const t = useWords(inboxWords);
  const count = useStore(unseen);
  const queries = useQueryClient();
  useEffect(() => {
    const leaving = new AbortController();
    void followInbox(() => {
      unseen.set(unseen.get() + 1);
      void queries.invalidateQueries({ queryKey: ['inbox'] });
    }, leaving.signal);
    return () => leaving.abort();
  }, [queries]);
  const label = count === 0 ? t('bell') : t('bellNew', { count });
  return (
    <Link href="/inbox" aria-label={label} title={label} className={buttonLook('quiet')}>
      <Bell aria-hidden size={20} />
      {count > 0 && (
        <span className="rounded-full bg-brand px-2 text-sm text-on-brand">{count}</span>
      )}
    </Link>
  );
}
