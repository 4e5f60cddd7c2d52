/** A day of the payment provider beside ours: what matches, what only one side has, what differs. */
import {
  type Reconciliation,
  reconciliationState,
  reconciliationStates,
} from '@balcao/contracts/api/payment.ts';
import { addDays, businessDate } from '@balcao/contracts/dates.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { DayField } from '../design/day-field.tsx';
import { downloadAnswer } from '../design/download-file.ts';
import { SelectField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFilter } from '../design/use-filter.ts';
import { today } from '../finance/today.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { ReconciliationList } from './reconciliation-list.tsx';
import { tillListWords } from './till-words.ts';
import { matchNames } from './words.ts';

export function Screen() {
  const t = useWords(tillListWords);
  const text = useText();
  const [typed, setDate] = useFilter('date');
  const [chosen, setState] = useFilter('state');
  // Yesterday is the last day of which both sides have all.
  const date = businessDate.safeParse(typed).data ?? addDays(today(), -1);
  const state = reconciliationState.safeParse(chosen).data;
  return (
    <Page
      title={t('reconciliation')}
      lead={t('reconciliationLead')}
      actions={<CsvButton date={date} />}
    >
      <search className="mb-6 flex flex-wrap gap-4">
        <DayField label={t('day')} value={date} onChange={setDate} />
        <SelectField
          label={t('status')}
          value={chosen}
          onChange={({ target }) => setState(target.value)}
        >
          <option value="">{t('all')}</option>
          {reconciliationStates.map((each) => (
            <option key={each} value={each}>
              {text(matchNames[each])}
            </option>
          ))}
        </SelectField>
      </search>
      <Sums date={date} />
      <ReconciliationList date={date} state={state} />
    </Page>
  );
}

function CsvButton({ date }: { date: string }) {
  const t = useWords(tillListWords);
  const path = `/api/v1/payments/reconciliation.csv?date=${date}`;
  const download = useMutation({
    mutationFn: () => downloadAnswer(`reconciliation-${date}.csv`, path),
  });
  return (
    <>
      {download.error !== null && <ProblemNotice error={download.error} />}
      <Button isBusy={download.isPending} onClick={() => download.mutate()}>
        <Download aria-hidden size={18} />
        {t('csv')}
      </Button>
    </>
  );
}

/** Of the whole day, whatever is listed below. */
function Sums({ date }: { date: string }) {
  const t = useWords(tillListWords);
  const { data } = useQuery({
    queryKey: ['reconciliation', 'sums', date],
    queryFn: () =>
      answer(api.GET('/api/v1/payments/reconciliation', { params: { query: { date, limit: 1 } } })),
  });
  if (data === undefined) return null;
  const { totals, counts } = data;
  const isAllMatched = Object.entries(counts).every(
    ([state, count]) => state === 'matched' || count === 0,
  );
  return (
    <>
      <dl className="mb-4 grid gap-4 border-y border-line py-4 sm:grid-cols-3">
        <Side title={t('ours')} side={totals.ours} />
        <Side title={t('theirs')} side={totals.theirs} />
        <Difference differenceMinor={totals.differenceMinor} />
      </dl>
      {isAllMatched && (counts.matched ?? 0) > 0 && (
        <div className="mb-4">
          <Notice tone="positive">{t('allMatch')}</Notice>
        </div>
      )}
    </>
  );
}

function Side({ title, side }: { title: string; side: Reconciliation['totals']['ours'] }) {
  const t = useWords(tillListWords);
  const format = useFormat();
  const { charges, refunds, netMinor } = side;
  const textOf = ({ count, amountMinor }: typeof charges) =>
    t('chargesText', { count: format.number(count), amount: format.money(amountMinor) });
  return (
    <div>
      <dt className="text-ink-soft">{title}</dt>
      <dd>
        <span className="text-lg font-semibold">{format.money(netMinor)}</span>
        <span className="block text-sm text-ink-soft">
          {t('charges')}: {textOf(charges)}
        </span>
        <span className="block text-sm text-ink-soft">
          {t('refunds')}: {textOf(refunds)}
        </span>
      </dd>
    </div>
  );
}

function Difference({ differenceMinor }: { differenceMinor: number }) {
  const t = useWords(tillListWords);
  const format = useFormat();
  return (
    <div>
      <dt className="text-ink-soft">{t('difference')}</dt>
      <dd className="text-lg font-semibold">{format.money(differenceMinor)}</dd>
    </div>
  );
}
