/** The channels: where each leads, what its last message came to, a test. */
import type { Channel } from '@balcao/contracts/api/notification-channels.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, done } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { DataTable } from '../design/data-table.tsx';
import { ManagedBadge } from '../design/managed-badge.tsx';
import { Badge } from '../design/notice.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import type { useChannels } from './use-channels.ts';
import { channelTypeNames, channelWords, deliveryNames } from './words.ts';

type Open = { kind: 'none' } | { kind: 'edit' | 'remove'; channel: Channel };

export function ChannelTable({ channels }: { channels: ReturnType<typeof useChannels> }) {
  const t = useWords(channelWords);
  const text = useText();
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const close = () => setOpen({ kind: 'none' });
  const test = useTest();
  return (
    <div className="mb-8">
      {test.error !== null && <ProblemNotice error={test.error} />}
      <DataTable
        caption={t('title')}
        {...channels}
        keyOf={({ id }) => id}
        empty={{ text: t('noChannels') }}
        columns={[
          { title: t('name'), cell: (channel) => <Name channel={channel} /> },
          { title: t('type'), cell: ({ type }) => text(channelTypeNames[type]) },
          { title: t('target'), cell: ({ target }) => target, isSecondary: true },
          { title: t('last'), cell: (channel) => <Last channel={channel} />, isSecondary: true },
          {
            title: '',
            isFigure: true,
            cell: (channel) => (
              <Actions channel={channel} onTest={() => test.mutate(channel.id)} onOpen={setOpen} />
            ),
          },
        ]}
      />
      {open.kind === 'edit' && <ChannelDialog channel={open.channel} onClose={close} />}
      {open.kind === 'remove' && <RemoveDialog channel={open.channel} onClose={close} />}
    </div>
  );
}

const Name = ({ channel: { name, isActive, managedBy } }: { channel: Channel }) => {
  const t = useWords(channelWords);
  return (
    <span className="flex flex-wrap items-center gap-2">
      {name}
      {!isActive && <Badge tone="warning">{t('paused')}</Badge>}
      <ManagedBadge managedBy={managedBy} />
    </span>
  );
};

function Last({ channel: { lastDelivery } }: { channel: Channel }) {
  const t = useWords(channelWords);
  const text = useText();
  const format = useFormat();
  if (lastDelivery === null) return <span className="text-ink-soft">{t('never')}</span>;
  const tones = { sent: 'positive', waiting: 'warning', dead: 'danger' } as const;
  const { status, at, error } = lastDelivery;
  return (
    <>
      <Badge tone={tones[status]}>{text(deliveryNames[status])}</Badge> {format.ago(at)}
      {error !== null && <p className="text-sm text-ink-soft">{error}</p>}
    </>
  );
}

interface ActionsProps {
  channel: Channel;
  onTest: () => void;
  onOpen: (open: Open) => void;
}

function Actions({ channel, onTest, onOpen }: ActionsProps) {
  const t = useWords(channelWords);
  return (
    <span className="flex justify-end gap-1">
      <Button onClick={onTest}>{t('test')}</Button>
      {channel.managedBy === null && (
        <>
          <Button
            aria-label={t('editOf', { name: channel.name })}
            onClick={() => onOpen({ kind: 'edit', channel })}
          >
            {t('edit')}
          </Button>
          <Button
            kind="quiet"
            aria-label={t('removeOf', { name: channel.name })}
            onClick={() => onOpen({ kind: 'remove', channel })}
          >
            {t('remove')}
          </Button>
        </>
      )}
    </span>
  );
}

/** What came of it is asked for a little later: it is sent in the background. */
const lookAgainMs = [1_000, 4_000];

function useTest() {
  const t = useWords(channelWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(
        api.POST('/api/v1/notifications/channels/{id}/test', {
          params: { path: { id }, header: idempotencyKey() },
        }),
      ),
    onSuccess() {
      tell(t('tested'));
      for (const ms of lookAgainMs) {
        setTimeout(() => void queries.invalidateQueries({ queryKey: ['channels'] }), ms);
      }
    },
  });
}

function RemoveDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useWords(channelWords);
  const queries = useQueryClient();
  const { id, name } = channel;
  const remove = useMutation({
    mutationFn: () =>
      done(api.DELETE('/api/v1/notifications/channels/{id}', { params: { path: { id } } })),
    async onSuccess() {
      tell(t('removed'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['channels'] });
      await queries.invalidateQueries({ queryKey: ['routes'] });
    },
  });
  return (
    <ConfirmDialog
      title={t('removeOf', { name })}
      text={t('removeText')}
      confirm={t('remove')}
      action={remove}
      onClose={onClose}
    />
  );
}
