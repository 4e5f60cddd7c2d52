/** A PIX to be paid: its QR code, its text to copy, and how long it holds. */
import type { Payment } from '@balcao/contracts/api/payment.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { dialogWords } from './dialog-words.ts';

export function PixCode({ payment, brCode }: { payment: Payment; brCode: string }) {
  const t = useWords(dialogWords);
  const format = useFormat();
  const { role } = useUser();
  const { id } = payment;
  const picture = useQuery({
    queryKey: ['payment', id, 'qr'],
    queryFn: async () => {
      const params = { path: { id } };
      return answer(api.GET('/api/v1/payments/{id}/qr.svg', { params, parseAs: 'text' }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const simulate = useMutation({
    mutationFn: () => {
      const params = { path: { id }, header: { 'Idempotency-Key': `${id}-paid` } };
      return answer(
        api.POST('/api/v1/payments/{id}/simulate', { params, body: { outcome: 'paid' } }),
      );
    },
  });
  const isSimulated = payment.provider === 'simulated' && isAllowed(role, 'payments:simulate');
  return (
    <div className="flex flex-wrap gap-6">
      {picture.error !== null && <ProblemNotice error={picture.error} />}
      {picture.data !== undefined && (
        <img
          // Dark on light in either theme: some cameras read nothing else.
          className="size-72 rounded-md border border-line bg-[white] p-2"
          alt={t('pixCode', { amount: format.money(payment.amountMinor) })}
          src={`data:image/svg+xml,${encodeURIComponent(String(picture.data))}`}
        />
      )}
      <div className="flex flex-col items-start gap-3">
        <p className="text-2xl font-bold">{format.money(payment.amountMinor)}</p>
        {payment.expiresAt !== undefined && <Countdown until={payment.expiresAt} />}
        <Button onClick={() => void navigator.clipboard?.writeText(brCode)}>{t('copyCode')}</Button>
        {isSimulated && (
          <Button isBusy={simulate.isPending} onClick={() => simulate.mutate()}>
            {t('simulatePaid')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Told to the eyes every second; a screen reader asks when it wants to know. */
function Countdown({ until }: { until: string }) {
  const t = useWords(dialogWords);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <p role="timer" aria-live="off">
      {t('secondsLeft', { time })}
    </p>
  );
}
