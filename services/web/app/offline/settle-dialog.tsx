/** A sale is declared settled by an admin, or an unpaid one by its seller, who says how. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { TextAreaField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import type { KeptSale } from './kept-sale.ts';
import { settleByHand } from './settle-sale.ts';
import { offlineWords } from './words.ts';

export function SettleDialog({ kept, onClose }: { kept: KeptSale; onClose: () => void }) {
  const t = useWords(offlineWords);
  const by = useUser();
  const [reason, setReason] = useState('');
  const settle = useMutation({
    networkMode: 'always',
    mutationFn: () => settleByHand(kept, { by, reason: reason.trim() }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== '') settle.mutate();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('settleTitle')} description={t('settleLead')}>
      <form onSubmit={submit}>
        {settle.error !== null && <ProblemNotice error={settle.error} />}
        <TextAreaField
          label={t('settleReason')}
          required
          maxLength={500}
          rows={3}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" isBusy={settle.isPending}>
            {t('settle')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
