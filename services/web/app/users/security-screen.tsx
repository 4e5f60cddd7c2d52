/** The audit trail: logins, failures, changes of rights. */
import {
  type SecurityEvent,
  securityEventType,
  securityEventTypes,
} from '@balcao/contracts/api/security-events.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { eventNames, userWords } from './words.ts';

export function Screen() {
  const t = useWords(userWords);
  return (
    <Page title={t('securityTitle')} lead={t('securityLead')}>
      <Filters />
      <Events />
    </Page>
  );
}

function Filters() {
  const t = useWords(userWords);
  const text = useText();
  const [type, setType] = useFilter('type');
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <SelectField label={t('what')} value={type} onChange={({ target }) => setType(target.value)}>
        <option value="">{t('allEvents')}</option>
        {securityEventTypes.map((each) => (
          <option key={each} value={each}>
            {text(eventNames[each])}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('since')}
        type="date"
        value={from}
        onChange={({ target }) => setFrom(target.value)}
      />
      <TextField
        label={t('until')}
        type="date"
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
    </search>
  );
}

function Events() {
  const t = useWords(userWords);
  const text = useText();
  const format = useFormat();
  const [chosen] = useFilter('type');
  const [since] = useFilter('from');
  const [until] = useFilter('to');
  const query = {
    type: securityEventType.safeParse(chosen).data,
    from: since || undefined,
    to: until || undefined,
  };
  const nameOf = useNames();
  const { rows, loading, more } = useList(['security', query], (cursor) =>
    answer(api.GET('/api/v1/auth/events', { params: { query: { ...query, cursor } } })),
  );
  return (
    <DataTable
      caption={t('securityTitle')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('nothing') }}
      columns={[
        { title: t('when'), cell: ({ at }) => format.moment(at) },
        { title: t('what'), cell: ({ type }) => text(eventNames[type]) },
        { title: t('who'), cell: ({ userId }) => nameOf(userId) ?? t('unknown') },
        { title: t('by'), cell: ({ actorId }) => nameOf(actorId) ?? '', isSecondary: true },
        { title: t('from'), cell: originOf, isSecondary: true },
        { title: t('detail'), cell: ({ detail }) => detailOf(detail), isSecondary: true },
      ]}
    />
  );
}

const originOf = ({ client, userAgent }: SecurityEvent) =>
  [client, userAgent].filter((part) => part !== null).join(' · ');

const detailOf = (detail: SecurityEvent['detail']) =>
  Object.entries(detail)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');

/** The names of users by their id; undefined while they load and for those beyond the first pages. */
function useNames(): (id: string | null) => string | undefined {
  const users = useQuery({
    queryKey: ['users', 'names'],
    queryFn: () => answer(api.GET('/api/v1/users', { params: { query: { limit: 200 } } })),
  });
  const names = new Map(users.data?.items.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? undefined : (names.get(id) ?? id.slice(0, 8)));
}
