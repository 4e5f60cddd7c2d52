/** The back-test: what a rule would have told in the last sixty days, as a picture and as a list. */
import type { ReplayedAlert, ReplayProgress } from '@balcao/contracts/api/market-replays.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DataTable } from '../design/data-table.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useBilingual } from '../i18n/bilingual.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { alertWords } from './alert-words.ts';
import { playRule, type Range } from './play-rule.ts';
import { ruleWords } from './rule-words.ts';

const days = 60;
const dayMs = 86_400_000;

export function RuleReplay({ rule }: { rule: Rule }) {
  const t = useWords(ruleWords);
  const [progress, setProgress] = useState<ReplayProgress | null>(null);
  const replay = useQuery({
    queryKey: ['replay', rule.id, rule.version],
    async queryFn({ signal }) {
      setProgress(null);
      const range = lastDays();
      const found = await playRule(rule.id, range, { signal, onProgress: setProgress });
      return { ...found, range };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (replay.error !== null) {
    return <ProblemNotice error={replay.error} onRetry={() => void replay.refetch()} />;
  }
  if (replay.data === undefined) return <Playing progress={progress} />;
  const { alertCount, alerts, quoteCount, range } = replay.data;
  return (
    <>
      <p className="mb-1 text-lg font-semibold">{t('wouldFire', { count: alertCount })}</p>
      <p className="mb-3 text-ink-soft">
        {t('testLead')} {t('played', { count: quoteCount })}
      </p>
      <Strip alerts={alerts} range={range} />
      {alerts.length > 0 && <Found alerts={alerts} />}
    </>
  );
}

function lastDays(): Range {
  const to = Date.now();
  return { from: to - days * dayMs, to };
}

/** The words are told once, to who does not see the bar: its figures change too often to be read out. */
function Playing({ progress }: { progress: ReplayProgress | null }) {
  const t = useWords(ruleWords);
  const format = useFormat();
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <p role="status">{t('testing')}</p>
      <progress
        aria-label={t('testProgress')}
        className="w-full"
        max={progress?.totalCount}
        value={progress?.playedCount}
      />
      {progress !== null && (
        <p className="text-sm text-ink-soft">
          {t('playedOf', {
            played: format.number(progress.playedCount),
            total: format.number(progress.totalCount),
          })}
        </p>
      )}
    </div>
  );
}

/** Sixty days from left to right; each alert a mark as long as it lasted. The list below says the same in words. */
function Strip({ alerts, range: { from, to } }: { alerts: ReplayedAlert[]; range: Range }) {
  const format = useFormat();
  const place = (instant: string | null) =>
    instant === null ? 100 : ((Date.parse(instant) - from) / (to - from)) * 100;
  const dayOf = (time: number) => format.day(new Date(time).toISOString().slice(0, 10));
  return (
    <figure aria-hidden="true" className="mb-4">
      <svg aria-hidden="true" className="h-10 w-full rounded-md border border-line bg-sunken">
        {alerts.map(({ symbol, startedAt, resolvedAt }) => (
          <rect
            key={`${symbol} ${startedAt}`}
            x={`${place(startedAt)}%`}
            width={`${Math.max(place(resolvedAt) - place(startedAt), 0.6)}%`}
            height="100%"
            fill="var(--chart-2)"
          />
        ))}
      </svg>
      <figcaption className="flex justify-between text-sm text-ink-soft">
        <span>{dayOf(from)}</span>
        <span>{dayOf(to)}</span>
      </figcaption>
    </figure>
  );
}

function Found({ alerts }: { alerts: ReplayedAlert[] }) {
  const t = useWords(alertWords);
  const ofRule = useWords(ruleWords);
  const format = useFormat();
  const bilingual = useBilingual();
  return (
    <DataTable
      caption={ofRule('test')}
      rows={alerts}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ symbol, startedAt }) => `${symbol} ${startedAt}`}
      empty={{ text: '' }}
      columns={[
        { title: t('started'), cell: ({ startedAt }) => format.moment(startedAt) },
        { title: t('what'), cell: ({ summary }) => bilingual(summary) },
        {
          title: t('ended'),
          isSecondary: true,
          cell: ({ resolvedAt }) => (resolvedAt === null ? t('open') : format.moment(resolvedAt)),
        },
      ]}
    />
  );
}
