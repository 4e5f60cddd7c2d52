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
import { eventNames, factNames, userWords } from './words.ts';

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
        { title: t('from'), cell: (event) => originOf(event, t('on')), isSecondary: true },
        { title: t('detail'), cell: ({ detail }) => <Detail detail={detail} />, isSecondary: true },
      ]}
    />
  );
}

/** The trail says `Firefox on Android`. */
const originOf = ({ client, userAgent }: SecurityEvent, on: string) =>
  [client, userAgent?.replace(' on ', ` ${on} `)].filter(Boolean).join(' · ');

/** Its facts; those that the trail names by words of its own are said in the reader's. */
function Detail({ detail }: Pick<SecurityEvent, 'detail'>) {
  const text = useText();
  const format = useFormat();
  const say = (value: string) => {
    const name = factNames.get(value);
    if (name !== undefined) return text(name);
    return /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? format.moment(value) : value;
  };
  return Object.entries(detail)
    .map(([key, value]) => `${say(key)}: ${say(String(value))}`)
    .join(', ');
}

/** The names of users by their id; undefined while they load and for those beyond the first pages. */
function useNames(): (id: string | null) => string | undefined {
  const users = useQuery({
    queryKey: ['users', 'names'],
    queryFn: () => answer(api.GET('/api/v1/users', { params: { query: { limit: 200 } } })),
  });
  const names = new Map(users.data?.items.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? undefined : (names.get(id) ?? id.slice(0, 8)));
}
