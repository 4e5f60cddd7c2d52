/** Breaks a lot down: the cuts are weighed one by one, and the balance of weight and cost is live. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { answer, api } from '../api/client.ts';
import { ProductPicker } from '../catalogue/product-picker.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState, Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { BalanceLine } from './balance-line.tsx';
import { balanceOf, type TypedCut } from './breakdown-balance.ts';
import {
  breakdownRequestOf,
  freshBreakdown,
  inputCostMinor,
  type TypedBreakdown,
} from './breakdown-form.ts';
import { BreakdownHead } from './breakdown-head.tsx';
import { breakdownWords } from './breakdown-words.ts';
import { CutFields } from './cut-fields.tsx';
import { DraftedForm, useDraft } from './drafted-form.tsx';
import { breakdownDrafts, type Draft } from './drafts.ts';

export function Screen() {
  const t = useWords(breakdownWords);
  return (
    <Page title={t('newTitle')} lead={t('newLead')}>
      <DraftedForm
        store={breakdownDrafts}
        keptText={t('draftKept')}
        discardText={t('discardDraft')}
      >
        {(kept) => <BreakdownForm kept={kept} />}
      </DraftedForm>
    </Page>
  );
}

function BreakdownForm({ kept }: { kept: Draft<TypedBreakdown> | null }) {
  const t = useWords(breakdownWords);
  const draft = useDraft(breakdownDrafts, { kept, fresh: freshBreakdown });
  const { content: typed, setContent: setTyped } = draft;
  const book = useBook(draft.idempotencyKey, draft.forget);
  const { cuts } = typed;
  const setCuts = (next: readonly TypedCut[]) => setTyped({ ...typed, cuts: next });
  const balance = balanceOf({
    inputMilli: typed.inputMilli ?? 0,
    lossMilli: typed.lossMilli ?? 0,
    costMinor: inputCostMinor(typed),
    costKey: typed.costKey,
    cuts,
  });
  const body = breakdownRequestOf(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body !== null) book.mutate(body);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {book.error !== null && <ProblemNotice error={book.error} />}
      <BreakdownHead typed={typed} onChange={setTyped} />
      {cuts.length === 0 && <EmptyState text={t('emptyCuts')} />}
      <ul aria-label={t('cuts')} className="border-t border-line empty:hidden">
        {cuts.map((cut, index) => (
          <CutFields
            key={cut.product.id}
            cut={cut}
            balance={balance.cuts[index]}
            onChange={(next) => setCuts(cuts.map((each) => (each === cut ? next : each)))}
            onRemove={() => setCuts(cuts.filter((each) => each !== cut))}
          />
        ))}
      </ul>
      <ProductPicker
        label={t('addCut')}
        className="max-w-xl"
        onPick={(product, quantityMilli) => setCuts(withCut(cuts, product, quantityMilli))}
      />
      <BalanceLine typed={typed} balance={balance} onChange={setTyped} />
      <Button
        type="submit"
        kind="primary"
        className="self-end"
        disabled={body === null || balance.differenceMilli !== 0}
        isBusy={book.isPending}
      >
        {t('book')}
      </Button>
    </form>
  );
}

/** Each product at most once: one that is there already stays as it is. */
function withCut(
  cuts: readonly TypedCut[],
  product: TypedCut['product'],
  quantityMilli: number | null,
): readonly TypedCut[] {
  if (cuts.some((cut) => cut.product.id === product.id)) return cuts;
  return [...cuts, { product, quantityMilli, weightMilli: null, expectedBasisPoints: null }];
}

function useBook(idempotencyKey: string, onBooked: () => Promise<void>) {
  const t = useWords(breakdownWords);
  const queries = useQueryClient();
  const [, goTo] = useLocation();
  return useMutation({
    mutationFn: (body: NonNullable<ReturnType<typeof breakdownRequestOf>>) => {
      const header = { 'Idempotency-Key': idempotencyKey };
      return answer(api.POST('/api/v1/inventory/breakdowns', { params: { header }, body }));
    },
    async onSuccess({ inputLotId }) {
      await onBooked();
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('booked'));
      goTo(`/stock/lots/${inputLotId}`);
    },
  });
}
