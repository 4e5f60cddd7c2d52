/** What people should look at, the newest first. */
import { notificationEvent, notificationEvents } from '@balcao/contracts/api/notifications.ts';
import { severities, severity } from '@balcao/contracts/severity.ts';
import { useEffect } from 'react';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { SelectField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useBilingual } from '../i18n/bilingual.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { markSeen } from './inbox-bell.tsx';
import { SeverityBadge } from './severity-badge.tsx';
import { inboxWords, notificationNames, severityNames } from './words.ts';

export function Screen() {
  const t = useWords(inboxWords);
  useEffect(markSeen);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Filters />
      <Notifications />
    </Page>
  );
}

function Filters() {
  const t = useWords(inboxWords);
  const text = useText();
  const [event, setEvent] = useFilter('event');
  const [urgency, setUrgency] = useFilter('severity');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <SelectField
        label={t('kind')}
        value={event}
        onChange={({ target }) => setEvent(target.value)}
      >
        <option value="">{t('all')}</option>
        {notificationEvents.map((each) => (
          <option key={each} value={each}>
            {text(notificationNames[each])}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('urgency')}
        value={urgency}
        onChange={({ target }) => setUrgency(target.value)}
      >
        <option value="">{t('all')}</option>
        {severities.map((each) => (
          <option key={each} value={each}>
            {text(severityNames[each])}
          </option>
        ))}
      </SelectField>
    </search>
  );
}

function Notifications() {
  const t = useWords(inboxWords);
  const format = useFormat();
  const bilingual = useBilingual();
  const [chosenEvent] = useFilter('event');
  const [chosenSeverity] = useFilter('severity');
  const query = {
    event: notificationEvent.safeParse(chosenEvent).data,
    severity: severity.safeParse(chosenSeverity).data,
  };
  const { rows, loading, more } = useList(['inbox', query], (cursor) =>
    answer(api.GET('/api/v1/notifications', { params: { query: { ...query, cursor } } })),
  );
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('nothing') }}
      columns={[
        { title: t('when'), cell: ({ occurredAt }) => format.moment(occurredAt) },
        { title: t('urgency'), cell: (told) => <SeverityBadge severity={told.severity} /> },
        {
          title: t('what'),
          cell: ({ title, body }) => (
            <>
              <strong className="font-medium">{bilingual(title)}</strong>
              <p className="text-ink-soft">{bilingual(body)}</p>
            </>
          ),
        },
      ]}
    />
  );
}
