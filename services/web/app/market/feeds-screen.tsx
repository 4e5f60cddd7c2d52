/** Where quotes come from, and how each feed is. */
import type { Feed } from '@balcao/contracts/api/market-feeds.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { answer, api, done } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { DataTable } from '../design/data-table.tsx';
import { ManagedBadge } from '../design/managed-badge.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { tell } from '../shell/toasts.tsx';
import { FeedDialog } from './feed-dialog.tsx';
import { feedWords, healthNames, providerNames } from './feed-words.ts';
import { usePriceText } from './price-text.ts';

type Open = { kind: 'none' } | { kind: 'add' } | { kind: 'edit' | 'remove'; feed: Feed };

export function Screen() {
  const t = useWords(feedWords);
  const { role } = useUser();
  const mayWrite = isAllowed(role, 'market:write');
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const close = () => setOpen({ kind: 'none' });
  const add = (
    <Button kind="primary" onClick={() => setOpen({ kind: 'add' })}>
      {t('addFeed')}
    </Button>
  );
  return (
    <Page title={t('feeds')} lead={t('feedsLead')} actions={mayWrite ? add : undefined}>
      <Feeds mayWrite={mayWrite} onOpen={setOpen} />
      {open.kind === 'add' && <FeedDialog feed={null} onClose={close} />}
      {open.kind === 'edit' && <FeedDialog feed={open.feed} onClose={close} />}
      {open.kind === 'remove' && <RemoveDialog feed={open.feed} onClose={close} />}
    </Page>
  );
}

interface FeedsProps {
  mayWrite: boolean;
  onOpen: (open: Open) => void;
}

function Feeds({ mayWrite, onOpen }: FeedsProps) {
  const t = useWords(feedWords);
  const list = useList(
    ['feeds'],
    (cursor) => answer(api.GET('/api/v1/market/feeds', { params: { query: { cursor } } })),
    { isLive: true },
  );
  return (
    <DataTable
      caption={t('feeds')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: t('noFeeds') }}
      columns={[
        {
          title: t('name'),
          cell: ({ name, managedBy }) => (
            <span className="flex flex-wrap items-center gap-2">
              {name} <ManagedBadge managedBy={managedBy} />
            </span>
          ),
        },
        {
          title: t('symbol'),
          cell: ({ symbol }) => (
            <Link className="underline" href={`/market/quotes/${encodeURIComponent(symbol)}`}>
              {symbol}
            </Link>
          ),
        },
        {
          title: t('provider'),
          cell: ({ provider, code }) => `${providerNames[provider]} · ${code}`,
          isSecondary: true,
        },
        { title: t('health'), cell: (feed) => <Health feed={feed} /> },
        {
          title: t('last'),
          isFigure: true,
          isSecondary: true,
          cell: (feed) => <Last feed={feed} />,
        },
        {
          title: '',
          isFigure: true,
          cell: (feed) =>
            mayWrite && feed.managedBy === null ? (
              <span className="flex justify-end gap-1">
                <Button onClick={() => onOpen({ kind: 'edit', feed })}>{t('edit')}</Button>
                <Button kind="quiet" onClick={() => onOpen({ kind: 'remove', feed })}>
                  {t('remove')}
                </Button>
              </span>
            ) : null,
        },
      ]}
    />
  );
}

function Health({ feed: { health, lastError } }: { feed: Feed }) {
  const text = useText();
  const tones = { new: 'neutral', well: 'positive', failing: 'danger', paused: 'warning' } as const;
  return (
    <>
      <Badge tone={tones[health]}>{text(healthNames[health])}</Badge>
      {lastError !== null && <p className="text-sm text-ink-soft">{lastError}</p>}
    </>
  );
}

function Last({ feed: { lastQuote } }: { feed: Feed }) {
  const priceText = usePriceText();
  const format = useFormat();
  return lastQuote === null ? null : (
    <>
      {priceText(lastQuote.price)}
      <p className="text-sm text-ink-soft">{format.ago(lastQuote.at)}</p>
    </>
  );
}

function RemoveDialog({ feed, onClose }: { feed: Feed; onClose: () => void }) {
  const t = useWords(feedWords);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      done(api.DELETE('/api/v1/market/feeds/{id}', { params: { path: { id: feed.id } } })),
    async onSuccess() {
      tell(t('removed'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['feeds'] });
    },
  });
  return (
    <ConfirmDialog
      title={t('removeFeed', { name: feed.name })}
      text={t('removeFeedText')}
      confirm={t('remove')}
      action={remove}
      onClose={onClose}
    />
  );
}
