/** The left side: the lines of the sale; a payment that is waited for; or a till that has to be opened first. */
import { lazy, type RefObject, Suspense, useEffect, useRef } from 'react';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { cartStore } from './cart-store.ts';
import type { EntryMode } from './entry.ts';
import { LineRow } from './line-row.tsx';
import { salePhase } from './sale-flow.ts';
import { loadTill, tillStore } from './till-store.ts';
import { tillWords } from './words.ts';

const OpenTill = lazy(async () => ({ default: (await import('./open-till.tsx')).OpenTill }));
const WaitingPayment = lazy(async () => ({
  default: (await import('./waiting-payment.tsx')).WaitingPayment,
}));

interface SaleAreaProps {
  isOpen: boolean;
  setMode: (mode: EntryMode) => void;
}

export function SaleArea({ isOpen, setMode }: SaleAreaProps) {
  const t = useWords(tillWords);
  const phase = useStore(salePhase);
  return (
    <section
      aria-label={t('sale')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard (WCAG 2.1.1).
      tabIndex={0}
      className="min-h-60 overflow-y-auto"
    >
      <Suspense fallback={<p role="status">{t('loading')}</p>}>
        {!isOpen && <ClosedTill />}
        {isOpen && phase.kind === 'waiting' && <WaitingPayment order={phase.order} />}
        {isOpen && phase.kind !== 'waiting' && <Lines setMode={setMode} />}
      </Suspense>
    </section>
  );
}

function ClosedTill() {
  const t = useWords(tillWords);
  const state = useStore(tillStore);
  if (state.status === 'failed') {
    return (
      <div className="p-6">
        <ProblemNotice error={state.error} onRetry={() => void loadTill()} />
      </div>
    );
  }
  if (state.status === 'none') return <OpenTill />;
  return (
    <p role="status" className="p-6 text-lg">
      {t('loading')}
    </p>
  );
}

function Lines({ setMode }: { setMode: (mode: EntryMode) => void }) {
  const t = useWords(tillWords);
  const { lines, markedKey } = useStore(cartStore);
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (markedKey !== null) marked.current?.scrollIntoView({ block: 'nearest' });
  }, [markedKey]);
  useWeighing(setMode);
  if (lines.length === 0) return <p className="p-6 text-lg text-ink">{t('emptySale')}</p>;
  return (
    <ol>
      {lines.map((line, index) => (
        <LineRow
          key={line.key}
          {...refOf(line.key === markedKey, marked)}
          line={line}
          number={index + 1}
          isMarked={line.key === markedKey}
        />
      ))}
    </ol>
  );
}

const refOf = (isMarked: boolean, ref: RefObject<HTMLLIElement | null>) =>
  isMarked ? { rowRef: ref } : {};

/** What is weighed at the counter asks for its weight at once. */
function useWeighing(setMode: (mode: EntryMode) => void): void {
  const { lines } = useStore(cartStore);
  const last = lines.at(-1);
  const toWeigh = last?.kind === 'sold' && last.quantityMilli === 0 ? last.key : null;
  useEffect(() => {
    if (toWeigh !== null) setMode({ kind: 'quantity', lineKey: toWeigh });
  }, [toWeigh, setMode]);
}
