/** What the rules noticed, and what is silenced. */
import { type Alert, alertState } from '@balcao/contracts/api/market-alerts.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { SelectField } from '../design/field.tsx';
import { Badge } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useBilingual } from '../i18n/bilingual.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { SeverityBadge } from '../inbox/severity-badge.tsx';
import { useUser } from '../session/use-user.ts';
import { alertWords } from './alert-words.ts';
import { SilenceDialog } from './silence-dialog.tsx';
import { SilenceTable } from './silence-table.tsx';

export function Screen() {
  const t = useWords(alertWords);
  const [silenced, setSilenced] = useState<Alert | null>(null);
  return (
    <Page title={t('alerts')} lead={t('alertsLead')}>
      <StateFilter />
      <div className="mb-8">
        <Alerts onSilence={setSilenced} />
      </div>
      <Section title={t('silences')}>
        <SilenceTable />
      </Section>
      {silenced !== null && <SilenceDialog alert={silenced} onClose={() => setSilenced(null)} />}
    </Page>
  );
}

function StateFilter() {
  const t = useWords(alertWords);
  const [state, setState] = useFilter('state');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <SelectField
        label={t('state')}
        value={state}
        onChange={({ target }) => setState(target.value)}
      >
        <option value="">{t('all')}</option>
        {alertState.options.map((each) => (
          <option key={each} value={each}>
            {t(each)}
          </option>
        ))}
      </SelectField>
    </search>
  );
}

function Alerts({ onSilence }: { onSilence: (alert: Alert) => void }) {
  const t = useWords(alertWords);
  const format = useFormat();
  const bilingual = useBilingual();
  const [chosen] = useFilter('state');
  const state = alertState.safeParse(chosen).data;
  const list = useList(
    ['alerts', state],
    (cursor) => answer(api.GET('/api/v1/market/alerts', { params: { query: { cursor, state } } })),
    { isLive: true },
  );
  return (
    <DataTable
      caption={t('alerts')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: t('noAlerts') }}
      columns={[
        { title: t('started'), cell: ({ startedAt }) => format.moment(startedAt) },
        { title: t('severity'), cell: ({ severity }) => <SeverityBadge severity={severity} /> },
        {
          title: t('what'),
          cell: ({ ruleName, summary }) => (
            <>
              <strong className="font-medium">{ruleName}</strong>
              <p className="text-ink-soft">{bilingual(summary)}</p>
            </>
          ),
        },
        {
          title: t('ended'),
          isSecondary: true,
          cell: ({ resolvedAt }) => (resolvedAt === null ? t('open') : format.moment(resolvedAt)),
        },
        { title: '', isFigure: true, cell: (alert) => <Actions {...{ alert, onSilence }} /> },
      ]}
    />
  );
}

interface ActionsProps {
  alert: Alert;
  onSilence: (alert: Alert) => void;
}

function Actions({ alert, onSilence }: ActionsProps) {
  const t = useWords(alertWords);
  const { role } = useUser();
  const queries = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/market/alerts/{id}/acknowledge', {
          params: { path: { id: alert.id }, header: idempotencyKey() },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['alerts'] }),
  });
  return (
    <span className="flex items-center justify-end gap-1">
      {alert.silenced && <Badge tone="neutral">{t('silenced')}</Badge>}
      {alert.inhibited && <Badge tone="neutral">{t('inhibited')}</Badge>}
      {alert.acknowledgedAt !== null && <Badge tone="positive">{t('acknowledged')}</Badge>}
      {alert.acknowledgedAt === null && isAllowed(role, 'market:write') && (
        <Button isBusy={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
          {t('acknowledge')}
        </Button>
      )}
      {alert.state === 'firing' && isAllowed(role, 'market:write') && (
        <Button kind="quiet" onClick={() => onSilence(alert)}>
          {t('silence')}
        </Button>
      )}
    </span>
  );
}
