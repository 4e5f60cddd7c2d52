/** Discount and total; after the payment the change, until the next scan. What keeps a key from working stands here. */
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { ShortageList } from '../sales/shortage-list.tsx';
import { useStore } from '../store.ts';
import { discountOf, markedLine, totalOf } from './cart.ts';
import { cartStore } from './cart-store.ts';
import { discountLimitStore, exceededByCart } from './discount-limit.ts';
import { hintStore } from './ring-up.ts';
import { type DoneSale, parkSale, type SalePhase, salePhase, tryAgain } from './sale-flow.ts';
import { tillWords } from './words.ts';

export function TotalPanel() {
  const phase = useStore(salePhase);
  return (
    <div className="flex flex-1 flex-col justify-end gap-2 overflow-y-auto px-4 py-3">
      <Message phase={phase} />
      {phase.kind === 'done' ? <Done sale={phase.sale} /> : <Running />}
      <LastLine />
    </div>
  );
}

function Running() {
  const t = useWords(tillWords);
  const format = useFormat();
  const cart = useStore(cartStore);
  const discountMinor = discountOf(cart);
  return (
    <>
      {cart.customer !== null && <Figure label={t('customer')}>{cart.customer.name}</Figure>}
      {discountMinor > 0 && (
        <Figure label={t('discountLine')}>{format.amount(-discountMinor)}</Figure>
      )}
      <AboveLimit />
      <Large label={t('total')} amount={format.money(totalOf(cart))} name="total" />
    </>
  );
}

/** That the discount will need an administrator: said here, so that nobody learns it first at the payment. */
function AboveLimit() {
  const t = useWords(tillWords);
  const format = useFormat();
  const limitMinor = exceededByCart(useStore(cartStore), useStore(discountLimitStore));
  if (limitMinor === null) return null;
  return (
    <p className="flex items-start gap-2 text-base">
      <TriangleAlert aria-hidden size={20} className="mt-0.5 shrink-0 text-warning" />
      {t('aboveDiscountLimit', { limit: format.money(limitMinor) })}
    </p>
  );
}

function Done({ sale }: { sale: DoneSale }) {
  const t = useWords(tillWords);
  const format = useFormat();
  return (
    <>
      <Figure label={t('sold')}>{format.money(sale.totalMinor)}</Figure>
      {sale.receiptNumber !== null && (
        <p className="text-base">{t('receiptNumber', { number: sale.receiptNumber })}</p>
      )}
      <p className="text-base">{t(sale.isQueued ? 'queued' : 'nextScan')}</p>
      <Large label={t('change')} amount={format.money(sale.changeMinor)} name="change" />
    </>
  );
}

const Figure = ({ label, children }: { label: string; children: ReactNode }) => (
  <p className="flex justify-between gap-4 text-lg">
    <span>{label}</span>
    <span className="truncate font-medium">{children}</span>
  </p>
);

const Large = ({ label, amount, name }: { label: string; amount: string; name: string }) => (
  <div>
    <p className="text-lg font-medium uppercase">{label}</p>
    <p className="text-right text-2xl font-bold whitespace-nowrap" data-testid={name}>
      {amount}
    </p>
  </div>
);

function Message({ phase }: { phase: SalePhase }) {
  const t = useWords(tillWords);
  const hint = useStore(hintStore);
  const text = hint === null ? textOf(phase) : hint;
  if (phase.kind === 'failed' && hint === null) {
    return (
      <div className="flex flex-col items-start gap-2">
        <ProblemNotice
          error={phase.error}
          onRetry={phase.holdNote === undefined ? tryAgain : undefined}
        />
        {phase.isUnsure && <Button onClick={() => void parkSale()}>{t('park')} · Esc</Button>}
      </div>
    );
  }
  return (
    <div role="status" className="min-h-7 text-lg font-medium">
      {text !== null && (
        <p className="flex items-start gap-2">
          {phase.kind !== 'sending' && (
            <CircleAlert aria-hidden size={24} className="mt-0.5 shrink-0 text-danger" />
          )}
          {t(text)}
        </p>
      )}
      {phase.kind === 'given-up' && hint === null && <ShortageList order={phase.order} />}
    </div>
  );
}

function textOf(phase: SalePhase) {
  if (phase.kind === 'sending') return 'sending';
  if (phase.kind === 'repriced') return 'pricesChanged';
  if (phase.kind !== 'given-up') return null;
  const { status, reason } = phase.order;
  if (status === 'rejected' || reason === 'stock_rejected') return 'givenUpStock';
  return reason?.startsWith('payment') === true ? 'givenUpPayment' : 'given';
}

/** What a screen reader hears after a scan or a payment. */
function LastLine() {
  const t = useWords(tillWords);
  const format = useFormat();
  const cart = useStore(cartStore);
  const phase = useStore(salePhase);
  const line = markedLine(cart);
  const spoken = () => {
    if (phase.kind === 'done') {
      const { totalMinor, changeMinor } = phase.sale;
      return t('paidSo', { total: format.money(totalMinor), change: format.money(changeMinor) });
    }
    if (line === undefined) return '';
    if (line.kind === 'unknown') return t('unknownCode', { code: line.code });
    const quantity = format.quantity(line.quantityMilli, line.unit);
    return t('lineRead', { name: line.name, quantity, total: format.money(line.totalMinor) });
  };
  return (
    <p aria-live="polite" className="sr-only">
      {spoken()}
    </p>
  );
}
