/** The state that is always in view: the till, who is at it, the network, what is still to be sent. */
import { Link } from 'wouter';
import { classNames } from '../design/class-names.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { catalogueStore } from '../offline/catalogue.ts';
import { offlineState } from '../offline/state.ts';
import { useUser } from '../session/use-user.ts';
import { useStore } from '../store.ts';
import { keptState } from './kept.ts';
import { tillStore } from './till-store.ts';
import { tillWords } from './words.ts';

export function StatusPanel() {
  const t = useWords(tillWords);
  const { name } = useUser();
  const state = useStore(tillStore);
  const { asOf } = useStore(catalogueStore);
  const { isOnDevice } = useStore(keptState);
  const format = useFormat();
  const { isOnline, unsent, refused } = useStore(offlineState);
  const till =
    state.status === 'open'
      ? [t('register', { register: state.till.register }), name, t('tillOpen')]
      : [t('title'), name, t('tillNone')];
  return (
    <section
      aria-label={t('tillState')}
      className="border-b border-line-strong px-4 py-3 text-base font-medium"
    >
      <p className="truncate">{till.join(' · ')}</p>
      <p className="flex flex-wrap items-center gap-x-4" data-testid="network">
        <span className="flex items-center gap-2">
          <span
            aria-hidden
            className={classNames(
              'inline-block size-3 rounded-full',
              isOnline ? 'bg-positive' : 'border-2 border-ink bg-warning',
            )}
          />
          {t(isOnline ? 'online' : 'offline')}
        </span>
        <Link href="/till/unsent" className={classNames('underline', unsent > 0 && 'font-bold')}>
          {t('unsent', { count: unsent })}
        </Link>
        {asOf !== null && <span>{t('pricesOf', { time: format.timeOrMoment(asOf) })}</span>}
        {refused > 0 && (
          <Link href="/till/unsent" className="font-bold underline">
            {t('refused', { count: refused })}
          </Link>
        )}
      </p>
      {!isOnDevice && (
        <p role="status" className="font-bold">
          {t('notOnDevice')}
        </p>
      )}
    </section>
  );
}
