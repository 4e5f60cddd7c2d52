/** The rules, and where each stands. */
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { buttonLook } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { ManagedBadge } from '../design/managed-badge.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { SeverityBadge } from '../inbox/severity-badge.tsx';
import { useUser } from '../session/use-user.ts';
import { useConditionText } from './condition-text.ts';
import { ruleWords, stateNames } from './rule-words.ts';

export function Screen() {
  const t = useWords(ruleWords);
  const { role } = useUser();
  return (
    <Page
      title={t('rules')}
      lead={t('rulesLead')}
      actions={
        isAllowed(role, 'market:write') ? (
          <Link href="/market/rules/new" className={buttonLook('primary')}>
            {t('addRule')}
          </Link>
        ) : undefined
      }
    >
      <Rules />
    </Page>
  );
}

function Rules() {
  const t = useWords(ruleWords);
  const conditionText = useConditionText();
  const list = useList(
    ['rules'],
    (cursor) => answer(api.GET('/api/v1/market/rules', { params: { query: { cursor } } })),
    { isLive: true },
  );
  return (
    <DataTable
      caption={t('rules')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: t('noRules') }}
      columns={[
        { title: t('name'), cell: (rule) => <Name rule={rule} /> },
        { title: t('symbols'), cell: ({ symbols }) => symbols.join(', '), isSecondary: true },
        { title: t('condition'), cell: (rule) => conditionText(rule.condition), isSecondary: true },
        {
          title: t('severity'),
          cell: (rule) => <SeverityBadge severity={rule.severity} />,
          isSecondary: true,
        },
        { title: t('state'), cell: (rule) => <States rule={rule} /> },
      ]}
    />
  );
}

function Name({ rule: { id, name, active, managedBy } }: { rule: Rule }) {
  const t = useWords(ruleWords);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Link className="font-medium underline" href={`/market/rules/${id}`}>
        {name}
      </Link>
      {!active && <Badge tone="warning">{t('paused')}</Badge>}
      <ManagedBadge managedBy={managedBy} />
    </span>
  );
}

/** Most rules are quiet: only what is not normal is shown by symbol. */
function States({ rule: { states } }: { rule: Rule }) {
  const text = useText();
  const format = useFormat();
  const tones = {
    normal: 'positive',
    pending: 'warning',
    firing: 'danger',
    recovering: 'warning',
    'no-data': 'warning',
    error: 'danger',
  } as const;
  const loud = states.filter(({ state }) => state !== 'normal');
  if (loud.length === 0) return <Badge tone="positive">{text(stateNames.normal)}</Badge>;
  return loud.map(({ symbol, state, startedAt }) => (
    <p key={symbol}>
      <Badge tone={tones[state]}>{text(stateNames[state])}</Badge> {symbol}
      {startedAt !== null && <span className="text-ink-soft"> {format.ago(startedAt)}</span>}
    </p>
  ));
}
