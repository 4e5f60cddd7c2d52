/** How each service is, and the messages that wait for a person. */
import type { ServiceStatus } from '@balcao/contracts/api/status.ts';
import type { ServiceName } from '@balcao/contracts/prefixes.ts';
import { useQueries } from '@tanstack/react-query';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { shopSettings } from '../shell/shop-settings.ts';
import { useStore } from '../store.ts';
import { readStatus, serviceNames } from './own-api.ts';
import { ParkedMessages } from './parked-messages.tsx';
import { operationWords } from './words.ts';

const refreshMs = 5_000;

interface Row {
  service: ServiceName;
  /** Undefined while it is asked for; null: no answer. */
  status: ServiceStatus | null | undefined;
}

export function Screen() {
  const t = useWords(operationWords);
  const { version } = useStore(shopSettings);
  const rows = useStates();
  const withParked = rows.flatMap(({ service, status }) =>
    (status?.messages.parkedCount ?? 0) > 0 ? [service] : [],
  );
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Section title={t('services')}>
        <States rows={rows} />
      </Section>
      <Section title={t('parkedTitle')}>
        <p className="mb-3 text-ink-soft">
          {withParked.length === 0 ? t('noParked') : t('parkedLead')}
        </p>
        {withParked.map((service) => (
          <ParkedMessages key={service} service={service} />
        ))}
      </Section>
      {version !== '' && (
        <p className="text-sm text-ink-soft">
          {t('app')}: {version}
        </p>
      )}
    </Page>
  );
}

/** Asked for again and again while the screen is open: it is looked at when something is wrong. */
function useStates(): Row[] {
  const answers = useQueries({
    queries: serviceNames.map((service) => ({
      queryKey: ['status', service],
      queryFn: () => readStatus(service),
      refetchInterval: refreshMs,
      retry: false,
    })),
  });
  return serviceNames.map((service, index) => {
    const found = answers[index];
    return { service, status: found?.isError === true ? null : found?.data };
  });
}

function States({ rows }: { rows: Row[] }) {
  const t = useWords(operationWords);
  const format = useFormat();
  const count = (value: number | undefined) => (value === undefined ? '' : format.number(value));
  return (
    <DataTable
      caption={t('services')}
      rows={rows}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ service }) => service}
      empty={{ text: '' }}
      columns={[
        { title: t('service'), cell: ({ service }) => service },
        { title: t('state'), cell: ({ status }) => <State status={status} /> },
        { title: t('needs'), cell: ({ status }) => <Needs status={status} />, isSecondary: true },
        {
          title: t('outbox'),
          isFigure: true,
          cell: ({ status }) => count(status?.outbox.pendingCount),
        },
        {
          title: t('oldest'),
          isFigure: true,
          isSecondary: true,
          cell: ({ status }) =>
            status ? t('seconds', { count: Math.round(status.outbox.oldestAgeSeconds) }) : '',
        },
        {
          title: t('waiting'),
          isFigure: true,
          isSecondary: true,
          cell: ({ status }) => count(status?.messages.waitingCount),
        },
        {
          title: t('parked'),
          isFigure: true,
          cell: ({ status }) => count(status?.messages.parkedCount),
        },
        { title: t('version'), cell: ({ status }) => status?.version ?? '', isSecondary: true },
      ]}
    />
  );
}

function State({ status }: { status: ServiceStatus | null | undefined }) {
  const t = useWords(operationWords);
  if (status === undefined) return null;
  if (status === null) return <Badge tone="danger">{t('silent')}</Badge>;
  const tones = { up: 'positive', degraded: 'warning', down: 'danger' } as const;
  return <Badge tone={tones[status.status]}>{t(status.status)}</Badge>;
}

function Needs({ status }: { status: ServiceStatus | null | undefined }) {
  const t = useWords(operationWords);
  const missing = status?.dependencies.filter(({ isUp }) => !isUp) ?? [];
  if (status == null) return null;
  if (missing.length === 0) return <span className="text-ink-soft">{t('allWell')}</span>;
  return missing.map(({ name, detail }) => `${name}: ${detail ?? ''}`).join(', ');
}
