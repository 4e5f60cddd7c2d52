/** Adds a channel, or changes one; its secrets go in and never come out. */
import type { Channel } from '@balcao/contracts/api/notification-channels.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { ChannelFields } from './channel-fields.tsx';
import { settingsOf, type TypedChannel, typedChannel } from './channel-settings.ts';
import { channelWords } from './words.ts';

/** `channel` is null for a new one. */
export function ChannelDialog({
  channel,
  onClose,
}: {
  channel: Channel | null;
  onClose: () => void;
}) {
  const t = useWords(channelWords);
  const own = useWords(designWords);
  const [typed, setTyped] = useState(typedChannel(channel));
  const save = useSave(channel, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={channel === null ? t('add') : t('editOf', { name: channel.name })}
      description={channel === null ? undefined : t('secretsStay')}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {save.error !== null && <ProblemNotice error={save.error} />}
        <ChannelFields typed={typed} isNew={channel === null} onChange={setTyped} />
        <DialogActions>
          <Button onClick={onClose}>{own('cancel')}</Button>
          <Button type="submit" kind="primary" isBusy={save.isPending}>
            {own('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function useSave(channel: Channel | null, onSaved: () => void) {
  const t = useWords(channelWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (typed: TypedChannel) =>
      channel === null ? add(typed, header) : change(channel.id, typed),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['channels'] });
      tell(t('saved'));
      onSaved();
    },
  });
}

function add(typed: TypedChannel, header: ReturnType<typeof idempotencyKey>) {
  const settings = settingsOf(typed);
  if (settings === undefined) throw new Error('the form demands how a new channel is reached');
  const body = { name: typed.name, language: typed.language, settings };
  return answer(api.POST('/api/v1/notifications/channels', { params: { header }, body }));
}

function change(id: string, typed: TypedChannel) {
  const { name, language, isActive } = typed;
  const body = { name, language, isActive, settings: settingsOf(typed) };
  return answer(api.PUT('/api/v1/notifications/channels/{id}', { params: { path: { id } }, body }));
}
