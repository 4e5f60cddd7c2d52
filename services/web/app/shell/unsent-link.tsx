/** How many sales the shop does not have yet: whoever sells here sees it, wherever they are. */
import { Link } from 'wouter';
import { useWords } from '../i18n/words.ts';
import { offlineState } from '../offline/state.ts';
import { useStore } from '../store.ts';
import { shellWords } from './words.ts';

/** Nothing where the shop has them all. */
export function UnsentLink() {
  const t = useWords(shellWords);
  const { unsent, refused } = useStore(offlineState);
  const count = unsent + refused;
  if (count === 0) return null;
  return (
    <Link href="/till/unsent" className="rounded-md px-2 py-1 font-semibold underline">
      {t('unsent', { count })}
    </Link>
  );
}
