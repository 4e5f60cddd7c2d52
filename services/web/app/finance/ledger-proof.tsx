/** Has the ledger proved, and says what came of it. */
import type { LedgerVerification } from '@balcao/contracts/api/finance.ts';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { financeWords } from './finance-words.ts';

export function LedgerProof() {
  const t = useWords(financeWords);
  const proof = useMutation({
    mutationFn: () => answer(api.GET('/api/v1/finance/ledger/verify')),
  });
  return (
    <Section
      title={t('verify')}
      actions={
        <Button isBusy={proof.isPending} onClick={() => proof.mutate()}>
          {t('verify')}
        </Button>
      }
    >
      <p className="mb-3 text-ink-soft">{t('verifyLead')}</p>
      {proof.error !== null && <ProblemNotice error={proof.error} />}
      {proof.data !== undefined && <Result proof={proof.data} />}
    </Section>
  );
}

function Result({ proof }: { proof: LedgerVerification }) {
  const t = useWords(financeWords);
  const format = useFormat();
  const { chain, transactionCount, debitMinor } = proof;
  if (proof.isConsistent) {
    return (
      <Notice tone="positive">
        {t('consistent', {
          count: format.number(transactionCount),
          amount: format.money(debitMinor),
          length: format.number(chain.length),
        })}{' '}
        <code className="text-sm break-all">{chain.head}</code>
      </Notice>
    );
  }
  const { firstBroken } = chain;
  return (
    <Notice tone="danger">
      {t('inconsistent', {
        unbalanced: proof.unbalancedTransactions.length,
        days: proof.differingDays.length,
        chain:
          firstBroken === null
            ? t('chainWhole')
            : t('chainBroken', { seq: firstBroken.seq ?? firstBroken.transactionId ?? '?' }),
      })}
    </Notice>
  );
}
