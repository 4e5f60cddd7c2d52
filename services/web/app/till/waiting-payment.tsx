/** The left side while a payment is waited for: the PIX's code with its countdown, or a card at the machine. */

import type { Order } from '@balcao/contracts/api/sales.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useEffect } from 'react';
import { answer, api, isTransient } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { dialogWords } from './dialog-words.ts';
import { PixCode } from './pix-code.tsx';
import { callOff, followOrder, parkSale } from './sale-flow.ts';
import { tillWords } from './words.ts';

const everyMs = 700;

export function WaitingPayment({ order }: { order: Order }) {
  const t = useWords(dialogWords);
  const tillText = useWords(tillWords);
  const format = useFormat();
  useFollowing(order.id);
  const pending = order.payments.find(({ status }) => status === 'pending');
  const isPix = pending?.method === 'pix';
  const cancel = useMutation({ mutationFn: () => callOff(order.id), networkMode: 'always' });
  const isLost = cancel.error !== null && isTransient(cancel.error);
  const park = () => void parkSale();
  const callOffNow = () => cancel.mutate();
  useShortcuts([
    isLost
      ? { key: 'Escape', label: tillText('park'), run: park }
      : { key: 'Escape', label: t('callOff'), run: callOffNow },
  ]);
  return (
    <div className="flex flex-col items-start gap-4 p-6 text-lg">
      <h2 className="text-xl font-semibold">{t(isPix ? 'pixTitle' : 'cardTitle')}</h2>
      {cancel.error !== null && <ProblemNotice error={cancel.error} />}
      {pending === undefined ? (
        <p role="status" className="flex items-center gap-2 text-xl font-bold text-positive">
          <CircleCheck aria-hidden size={32} />
          {t('paid')}
        </p>
      ) : (
        <p role="status">{t('waitingFor', { amount: format.money(pending.amountMinor) })}</p>
      )}
      {isPix && <Pix paymentId={pending.id} />}
      <Button className="text-lg" isBusy={cancel.isPending} onClick={callOffNow}>
        {isLost ? t('callOff') : `${t('callOff')} · Esc`}
      </Button>
      {isLost && (
        <Button className="text-lg" onClick={park}>
          {tillText('park')} · Esc
        </Button>
      )}
    </div>
  );
}

function Pix({ paymentId }: { paymentId: string }) {
  const t = useWords(dialogWords);
  const payment = useQuery({
    queryKey: ['payment', paymentId],
    queryFn: () =>
      answer(api.GET('/api/v1/payments/{id}', { params: { path: { id: paymentId } } })),
    // It is made a moment after the order; until then it is not found.
    retry: 20,
    retryDelay: 300,
    refetchInterval: ({ state }) => (state.data?.brCode === undefined ? 300 : false),
  });
  if (payment.error !== null) return <ProblemNotice error={payment.error} />;
  if (payment.data?.brCode === undefined) return <p role="status">{t('preparing')}</p>;
  return <PixCode payment={payment.data} brCode={payment.data.brCode} />;
}

/** Until it is settled; a look that fails is followed by the next one. */
function useFollowing(orderId: string): void {
  useEffect(() => {
    const timer = setInterval(() => void followOrder(orderId).catch(() => undefined), everyMs);
    return () => clearInterval(timer);
  }, [orderId]);
}
