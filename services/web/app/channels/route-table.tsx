/** What is sent to which channel, and when not. */
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, done } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { notificationNames, severityNames } from '../inbox/words.ts';
import { RouteDialog } from './route-dialog.tsx';
import { useChannels, useRoutes } from './use-channels.ts';
import { channelWords } from './words.ts';

export function RouteTable() {
  const t = useWords(channelWords);
  const text = useText();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<NotificationRoute | null>(null);
  const channels = useChannels();
  const routes = useRoutes();
  const remove = useMutation({
    mutationFn: (id: string) =>
      done(api.DELETE('/api/v1/notifications/routes/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['routes'] }),
  });
  const byId = new Map(channels.rows?.map((channel) => [channel.id, channel]));
  const eventsOf = ({ events }: NotificationRoute) =>
    events.length === 0
      ? t('allEvents')
      : events.map((each) => text(notificationNames[each])).join(', ');
  return (
    <>
      {remove.error !== null && <ProblemNotice error={remove.error} />}
      <DataTable
        caption={t('routes')}
        {...routes}
        keyOf={({ id }) => id}
        empty={{ text: t('noRoutes') }}
        columns={[
          { title: t('events'), cell: eventsOf },
          { title: t('minimum'), cell: (route) => text(severityNames[route.minimumSeverity]) },
          { title: t('channel'), cell: ({ channelId }) => byId.get(channelId)?.name ?? channelId },
          {
            title: t('quiet'),
            isSecondary: true,
            cell: ({ quietHours }) =>
              quietHours === null ? '' : `${quietHours.from} – ${quietHours.to}`,
          },
          {
            title: '',
            isFigure: true,
            // Those of a channel that is managed elsewhere are so too.
            cell: (route) =>
              byId.get(route.channelId)?.managedBy === null && (
                <span className="flex justify-end gap-1">
                  <Button onClick={() => setEdited(route)}>{t('edit')}</Button>
                  <Button kind="quiet" onClick={() => remove.mutate(route.id)}>
                    {t('remove')}
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {edited !== null && <RouteDialog route={edited} onClose={() => setEdited(null)} />}
    </>
  );
}
