/** What is silenced, until when and why. */
import type { Silence } from '@balcao/contracts/api/market-alerts.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, done } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { alertWords } from './alert-words.ts';

export function SilenceTable() {
  const t = useWords(alertWords);
  const format = useFormat();
  const { role } = useUser();
  const queries = useQueryClient();
  const { rows, loading, more } = useList(['silences'], (cursor) =>
    answer(api.GET('/api/v1/market/silences', { params: { query: { cursor } } })),
  );
  const end = useMutation({
    mutationFn: (id: string) =>
      done(api.DELETE('/api/v1/market/silences/{id}', { params: { path: { id } } })),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['silences'] });
      await queries.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
  return (
    <>
      {end.error !== null && <ProblemNotice error={end.error} />}
      <DataTable
        caption={t('silences')}
        rows={rows?.filter(({ state }) => state !== 'expired')}
        loading={loading}
        more={more}
        keyOf={({ id }) => id}
        empty={{ text: t('noSilences') }}
        columns={[
          { title: t('what'), cell: ({ matchers }) => matcherText(matchers) },
          { title: t('comment'), cell: ({ comment }) => comment },
          { title: t('until'), cell: ({ endsAt }) => format.moment(endsAt) },
          {
            title: '',
            isFigure: true,
            cell: ({ id }) =>
              isAllowed(role, 'market:write') ? (
                <Button onClick={() => end.mutate(id)}>{t('end')}</Button>
              ) : null,
          },
        ]}
      />
    </>
  );
}

const matcherText = ({ ruleId, symbol, severity, labels }: Silence['matchers']) =>
  [symbol, severity, ruleId?.slice(0, 8), ...Object.entries(labels).map((pair) => pair.join('='))]
    .filter(Boolean)
    .join(', ');
