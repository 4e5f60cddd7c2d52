/** The months of the books: close one that is over, open it again. */
import type { Period } from '@balcao/contracts/api/periods.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { financeWords } from './finance-words.ts';
import { today } from './today.ts';

export function Screen() {
  const t = useWords(financeWords);
  const format = useFormat();
  const [asked, setAsked] = useState<Period | null>(null);
  const { rows, loading, more } = useList(['periods'], (cursor) =>
    answer(api.GET('/api/v1/finance/periods', { params: { query: { cursor } } })),
  );
  return (
    <Page title={t('periods')} lead={t('periodsLead')} isNarrow>
      <DataTable
        caption={t('periods')}
        rows={rows}
        loading={loading}
        more={more}
        keyOf={({ month }) => month}
        empty={{ text: t('noMonths') }}
        columns={[
          { title: t('month'), cell: ({ month }) => format.month(month) },
          {
            title: t('state'),
            cell: ({ isClosed }) => (
              <Badge tone={isClosed ? 'positive' : 'neutral'}>
                {t(isClosed ? 'closed' : 'open')}
              </Badge>
            ),
          },
          {
            title: t('changedAt'),
            isSecondary: true,
            cell: ({ changedAt }) => (changedAt === null ? '' : format.moment(changedAt)),
          },
          {
            title: '',
            isFigure: true,
            cell: (period) => <Action period={period} onAsked={setAsked} />,
          },
        ]}
      />
      {asked !== null && <ChangeDialog period={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

interface ActionProps {
  period: Period;
  onAsked: (period: Period) => void;
}

/** The month that it is cannot be closed: it is not over. */
function Action({ period, onAsked }: ActionProps) {
  const t = useWords(financeWords);
  const format = useFormat();
  const { month, isClosed } = period;
  if (!isClosed && month >= today().slice(0, 7)) return null;
  const name = format.month(month);
  return (
    <Button
      aria-label={isClosed ? t('reopenOf', { month: name }) : t('closeOf', { month: name })}
      onClick={() => onAsked(period)}
    >
      {t(isClosed ? 'reopen' : 'close')}
    </Button>
  );
}

function ChangeDialog({ period, onClose }: { period: Period; onClose: () => void }) {
  const t = useWords(financeWords);
  const format = useFormat();
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const { month, isClosed } = period;
  const params = { path: { month }, header };
  const name = format.month(month);
  const change = useMutation({
    mutationFn: () =>
      isClosed
        ? answer(api.POST('/api/v1/finance/periods/{month}/reopen', { params }))
        : answer(api.POST('/api/v1/finance/periods/{month}/close', { params })),
    async onSuccess() {
      tell(isClosed ? t('reopenedTold', { month: name }) : t('closedTold', { month: name }));
      onClose();
      await queries.invalidateQueries({ queryKey: ['periods'] });
    },
  });
  return (
    <ConfirmDialog
      title={isClosed ? t('reopenOf', { month: name }) : t('closeOf', { month: name })}
      text={t(isClosed ? 'reopenText' : 'closeText')}
      confirm={t(isClosed ? 'reopen' : 'close')}
      action={change}
      onClose={onClose}
    />
  );
}
