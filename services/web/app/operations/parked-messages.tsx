/** The parked messages of one service: look at one, have it handled again. */
import type { ParkedMessage } from '@balcao/contracts/api/messages.ts';
import type { ServiceName } from '@balcao/contracts/prefixes.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { listParked, readParked, replayParked } from './own-api.ts';
import { operationWords } from './words.ts';

export function ParkedMessages({ service }: { service: ServiceName }) {
  const t = useWords(operationWords);
  const format = useFormat();
  const [shown, setShown] = useState<ParkedMessage | null>(null);
  const { rows, loading, more } = useList(['parked', service], (cursor) =>
    listParked(service, cursor),
  );
  return (
    <div className="mb-6">
      <h3 className="mb-1 font-semibold">{service}</h3>
      <DataTable
        caption={t('parkedOf', { service })}
        rows={rows}
        loading={loading}
        more={more}
        keyOf={({ id }) => id}
        empty={{ text: t('noParked') }}
        columns={[
          { title: t('event'), cell: ({ eventType }) => eventType },
          { title: t('about'), cell: ({ subject }) => subject ?? '', isSecondary: true },
          { title: t('error'), cell: ({ error }) => error },
          { title: t('since'), cell: ({ parkedAt }) => format.moment(parkedAt), isSecondary: true },
          {
            title: t('attempts'),
            isFigure: true,
            isSecondary: true,
            cell: ({ attempts }) => format.number(attempts),
          },
          {
            title: '',
            isFigure: true,
            cell: (message) => <Button onClick={() => setShown(message)}>{t('view')}</Button>,
          },
        ]}
      />
      {shown !== null && (
        <MessageDialog service={service} message={shown} onClose={() => setShown(null)} />
      )}
    </div>
  );
}

interface MessageDialogProps {
  service: ServiceName;
  message: ParkedMessage;
  onClose: () => void;
}

function MessageDialog({ service, message, onClose }: MessageDialogProps) {
  const t = useWords(operationWords);
  const queries = useQueryClient();
  const { id, eventType, eventId, error } = message;
  const detail = useQuery({
    queryKey: ['parked', service, id],
    queryFn: () => readParked(service, id),
  });
  const replay = useMutation({
    mutationFn: () => replayParked(service, id),
    async onSuccess() {
      tell(t('replayed'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['parked', service] });
    },
  });
  const failure = replay.error ?? detail.error;
  return (
    <Dialog isOpen isWide onClose={onClose} title={eventType} description={error}>
      {failure !== null && <ProblemNotice error={failure} />}
      <p className="mb-2 text-sm text-ink-soft">{t('message', { id: eventId })}</p>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard (WCAG 2.1.1).
        tabIndex={0}
        aria-label={t('payload')}
        className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3"
      >
        <pre className="text-sm">{JSON.stringify(detail.data?.payload, null, 2)}</pre>
      </section>
      <DialogActions>
        <Button kind="primary" isBusy={replay.isPending} onClick={() => replay.mutate()}>
          {t('replay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
