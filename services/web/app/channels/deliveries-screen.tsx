/** Messages and what became of them; one that was given up can be tried again or forgotten. */
import { type Delivery, deliveryState } from '@balcao/contracts/api/notification-routes.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, done } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { SelectField } from '../design/field.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { useChannels } from './use-channels.ts';
import { channelWords, deliveryNames } from './words.ts';

export function Screen() {
  const t = useWords(channelWords);
  return (
    <Page title={t('deliveriesTitle')} lead={t('deliveriesLead')}>
      <Filters />
      <Deliveries />
    </Page>
  );
}

function Filters() {
  const t = useWords(channelWords);
  const text = useText();
  const { rows = [] } = useChannels();
  const [state, setState] = useFilter('state');
  const [channel, setChannel] = useFilter('channel');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <SelectField
        label={t('state')}
        value={state}
        onChange={({ target }) => setState(target.value)}
      >
        <option value="">{t('all')}</option>
        {deliveryState.options.map((each) => (
          <option key={each} value={each}>
            {text(deliveryNames[each])}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('channel')}
        value={channel}
        onChange={({ target }) => setChannel(target.value)}
      >
        <option value="">{t('all')}</option>
        {rows.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </search>
  );
}

const tones = { sent: 'positive', waiting: 'warning', dead: 'danger' } as const;

function Deliveries() {
  const t = useWords(channelWords);
  const text = useText();
  const format = useFormat();
  const channels = useChannels();
  const names = new Map(channels.rows?.map(({ id, name }) => [id, name]));
  const [chosen] = useFilter('state');
  const [channelId] = useFilter('channel');
  const query = {
    state: deliveryState.safeParse(chosen).data,
    channelId: channelId || undefined,
  };
  const { rows, loading, more } = useList(
    ['deliveries', query],
    (cursor) =>
      answer(
        api.GET('/api/v1/notifications/deliveries', { params: { query: { ...query, cursor } } }),
      ),
    { isLive: true },
  );
  return (
    <DataTable
      caption={t('deliveriesTitle')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('noDeliveries') }}
      columns={[
        { title: t('created'), cell: ({ createdAt }) => format.moment(createdAt) },
        { title: t('channel'), cell: (delivery) => names.get(delivery.channelId) ?? '' },
        {
          title: t('state'),
          cell: ({ state }) => <Badge tone={tones[state]}>{text(deliveryNames[state])}</Badge>,
        },
        {
          title: t('attempts'),
          isFigure: true,
          isSecondary: true,
          cell: ({ attempts }) => format.number(attempts),
        },
        { title: t('error'), cell: ({ error }) => error ?? '', isSecondary: true },
        {
          title: '',
          isFigure: true,
          cell: (delivery) => (delivery.state === 'dead' ? <Actions delivery={delivery} /> : null),
        },
      ]}
    />
  );
}

function Actions({ delivery: { id } }: { delivery: Delivery }) {
  const t = useWords(channelWords);
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['deliveries'] });
  const path = { id };
  const replay = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/notifications/deliveries/{id}/replay', {
          params: { path, header: idempotencyKey() },
        }),
      ),
    onSuccess,
  });
  const forget = useMutation({
    mutationFn: () =>
      done(api.DELETE('/api/v1/notifications/deliveries/{id}', { params: { path } })),
    onSuccess,
  });
  const failure = replay.error ?? forget.error;
  return (
    <>
      {failure !== null && <ProblemNotice error={failure} />}
      <Button isBusy={replay.isPending} onClick={() => replay.mutate()}>
        {t('replay')}
      </Button>
      <Button kind="quiet" isBusy={forget.isPending} onClick={() => forget.mutate()}>
        {t('forget')}
      </Button>
    </>
  );
}
