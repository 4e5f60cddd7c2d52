/** The chart of accounts with balances at the end of a day, and the proof that the ledger adds up. */
import type { Account } from '@balcao/contracts/api/finance.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { useQueries, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { DataTable } from '../design/data-table.tsx';
import { DayField } from '../design/day-field.tsx';
import { Page, Section } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useBilingual } from '../i18n/bilingual.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { financeWords } from './finance-words.ts';
import { LedgerProof } from './ledger-proof.tsx';
import { today } from './today.ts';

export function Screen() {
  const t = useWords(financeWords);
  const [typed, setAt] = useFilter('at');
  const at = businessDate.safeParse(typed).data ?? today();
  const list = useQuery({
    queryKey: ['accounts'],
    queryFn: () => answer(api.GET('/api/v1/finance/accounts')),
  });
  const accounts = list.data?.items;
  return (
    <Page title={t('accounts')} lead={t('accountsLead')}>
      <search className="mb-6 flex flex-wrap gap-4">
        <DayField label={t('at')} value={at} onChange={setAt} />
      </search>
      <Section title={t('money')}>
        <Balances at={at} list={list} accounts={accounts?.filter(({ isMoney }) => isMoney)} />
      </Section>
      <Section title={t('books')}>
        <Balances at={at} list={list} accounts={accounts?.filter(({ isMoney }) => !isMoney)} />
      </Section>
      <LedgerProof />
    </Page>
  );
}

interface BalancesProps {
  at: string;
  list: { error: unknown; isPending: boolean; refetch: () => unknown };
  accounts: Account[] | undefined;
}

function Balances({ at, list, accounts }: BalancesProps) {
  const t = useWords(financeWords);
  const bilingual = useBilingual();
  const format = useFormat();
  const balances = useBalances(accounts ?? [], at);
  return (
    <DataTable
      caption={t('accounts')}
      rows={accounts}
      loading={list}
      keyOf={({ id }) => id}
      empty={{ text: t('nothing') }}
      columns={[
        { title: t('account'), cell: ({ name }) => bilingual(name) },
        {
          title: t('balance'),
          isFigure: true,
          cell: ({ id }) => {
            const balanceMinor = balances.get(id);
            return balanceMinor === undefined ? '…' : format.money(balanceMinor);
          },
        },
      ]}
    />
  );
}

/** By the account's id; what has not been answered is missing. */
function useBalances(accounts: Account[], at: string): Map<string, number> {
  const answers = useQueries({
    queries: accounts.map(({ id }) => ({
      queryKey: ['balance', id, at],
      queryFn: () =>
        answer(
          api.GET('/api/v1/finance/accounts/{id}/balance', {
            params: { path: { id }, query: { at } },
          }),
        ),
    })),
  });
  return new Map(
    answers.flatMap(({ data }) =>
      data === undefined ? [] : [[data.accountId, data.balanceMinor]],
    ),
  );
}
