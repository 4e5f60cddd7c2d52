/** What can be done with a sale that does not come to the shop by itself. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { type KeptSale, senderOf } from './kept-sale.ts';
import { isUnpaid } from './sale-request.ts';
import { SettleDialog } from './settle-dialog.tsx';
import { resendSale, takeOver } from './settle-sale.ts';
import { offlineWords } from './words.ts';

/** Of a refused one, and of one that waits for somebody else, who may never come back: an admin goes on with it. */
export function SaleActions({ kept }: { kept: KeptSale }) {
  const t = useWords(offlineWords);
  const user = useUser();
  const [open, setOpen] = useState<'change' | 'settle' | null>(null);
  const close = () => setOpen(null);
  const isAdmin = isAllowed(user.role, 'tills:read-all');
  const isAnothers = senderOf(kept).id !== user.id;
  const hasNoMoney = isUnpaid(kept);
  const isMine = kept.seller.id === user.id;
  // Whoever saw the customer leave without the goods says so: nothing was sold then.
  const canSettle = (isAdmin && (kept.refusal !== null || isAnothers)) || (hasNoMoney && isMine);
  const note = t('soldBy', { name: kept.seller.name });
  return (
    <div className="flex flex-wrap gap-2">
      {kept.refusal !== null && (
        <>
          {!hasNoMoney && <Button onClick={() => void resendSale(kept)}>{t('resend')}</Button>}
          <Button onClick={() => setOpen('change')}>{t('change')}</Button>
        </>
      )}
      {isAdmin && isAnothers && !hasNoMoney && (
        <Button onClick={() => void takeOver(kept, { by: user, note })}>{t('sendAsMine')}</Button>
      )}
      {canSettle && <Button onClick={() => setOpen('settle')}>{t('settle')}</Button>}
      {open === 'change' && <ChangeDialog kept={kept} onClose={close} />}
      {open === 'settle' && <SettleDialog kept={kept} onClose={close} />}
    </div>
  );
}
