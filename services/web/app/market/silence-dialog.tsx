/** Keeps the alerts of a rule on one symbol from being told for some hours. */
import type { Alert } from '@balcao/contracts/api/market-alerts.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { alertWords } from './alert-words.ts';

const hourMs = 3_600_000;

export function SilenceDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const t = useWords(alertWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const [hours, setHours] = useState(4);
  const [comment, setComment] = useState('');
  const silence = useMutation({
    mutationFn() {
      const now = Date.now();
      const body = {
        matchers: { ruleId: alert.ruleId, symbol: alert.symbol, severity: null, labels: {} },
        startsAt: new Date(now).toISOString(),
        endsAt: new Date(now + hours * hourMs).toISOString(),
        comment,
      };
      return answer(api.POST('/api/v1/market/silences', { params: { header }, body }));
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['silences'] });
      await queries.invalidateQueries({ queryKey: ['alerts'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={t('silenceOf', { name: alert.ruleName })}
      description={t('silenceText')}
      submit={t('silence')}
      action={silence}
      onSubmit={() => silence.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('hours')}
        type="number"
        min={1}
        max={720}
        required
        value={hours}
        onChange={({ target }) => setHours(target.valueAsNumber || 1)}
      />
      <TextField
        label={t('comment')}
        required
        maxLength={200}
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
    </FormDialog>
  );
}
