/** An administrator allows this one sale what is above a limit: proves to be there, and says why. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { tell } from '../shell/toasts.tsx';
import { allowByAdmin } from './allow-by-admin.ts';
import { discountOf } from './cart.ts';
import { cartStore, changeCart } from './cart-store.ts';
import { dialogWords } from './dialog-words.ts';
import { holdCart } from './hold-sale.ts';
import { pay, resumeRinging, salePhase } from './sale-flow.ts';
import type { TillDialogProps } from './till-dialog.ts';

const empty = { email: '', password: '', note: '' };

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(dialogWords);
  const [wanted] = useState(readWanted);
  const [typed, setTyped] = useState(empty);
  const allow = useAllow(wanted, onClose);
  const leave = () => {
    if (allow.isPending) return;
    resumeRinging();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    allow.mutate(typed);
  };
  return (
    <Dialog isOpen onClose={leave} title={t('overrideTitle')}>
      <form onSubmit={submit} className="flex flex-col gap-4" autoComplete="off">
        <Wanted {...wanted} />
        {allow.error !== null && <ProblemNotice error={allow.error} />}
        <Fields typed={typed} onChange={setTyped} />
        <DialogActions>
          <Button type="submit" className="text-lg" isBusy={allow.isPending}>
            {t(wanted.holdNote === undefined ? 'allow' : 'allowHold')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Whoever is one proves nothing more. */
const useIsAdmin = () => isAllowed(useUser().role, 'discounts:override');

/** Asks for the override once, then goes on with what was refused. */
function useAllow(wanted: WantedSale, onDone: () => void) {
  const t = useWords(dialogWords);
  const isAdmin = useIsAdmin();
  const [isGranted, setGranted] = useState(false);
  return useMutation({
    // The device's browser may be wrong about the network, and a dialog that waits for it cannot be left.
    networkMode: 'always',
    async mutationFn({ email, password, note }: typeof empty) {
      const { tabMinor, discountMinor, holdNote } = wanted;
      if (!isGranted) {
        const admin = isAdmin ? null : { email, password };
        const overrideId = await allowByAdmin(admin, { note, tabMinor, discountMinor });
        changeCart((cart) => ({ ...cart, overrideId }));
        // Held again after a lost answer, it is the same request.
        setGranted(true);
      }
      // Behind the dialog nothing comes into the cart, which is emptied when it is held.
      if (holdNote !== undefined) await holdCart(holdNote);
    },
    onSuccess() {
      onDone();
      if (wanted.holdNote === undefined) return void pay(wanted.payments);
      resumeRinging();
      tell(t('wasHeld'));
    },
  });
}

interface FieldsProps {
  typed: typeof empty;
  onChange: (typed: typeof empty) => void;
}

function Fields({ typed, onChange }: FieldsProps) {
  const t = useWords(dialogWords);
  const isAdmin = useIsAdmin();
  const field = (name: keyof typeof empty) => ({
    required: true,
    value: typed[name],
    onChange: ({ target }: { target: { value: string } }) =>
      onChange({ ...typed, [name]: target.value }),
  });
  return (
    <>
      {!isAdmin && (
        <>
          <TextField {...field('email')} label={t('adminEmail')} type="email" autoFocus />
          <TextField
            {...field('password')}
            label={t('adminPassword')}
            type="password"
            autoComplete="off"
          />
        </>
      )}
      <TextField {...field('note')} label={t('reason')} maxLength={200} autoFocus={isAdmin} />
    </>
  );
}

type WantedSale = ReturnType<typeof readWanted>;

/** What the refused sale asks for. */
function readWanted() {
  const phase = salePhase.get();
  const payments = phase.kind === 'failed' ? phase.payments : [];
  const holdNote = phase.kind === 'failed' ? phase.holdNote : undefined;
  const isOfTab =
    phase.kind === 'failed' &&
    phase.error instanceof ApiProblem &&
    phase.error.code === 'tab_limit_exceeded';
  const tabMinor = payments
    .filter(({ method }) => method === 'tab')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { payments, holdNote, isOfTab, tabMinor, discountMinor: discountOf(cartStore.get()) };
}

function Wanted({ isOfTab, tabMinor, discountMinor }: WantedSale) {
  const t = useWords(dialogWords);
  const format = useFormat();
  return (
    <p className="text-lg">
      {isOfTab
        ? t('overrideTab', { amount: format.money(tabMinor) })
        : t('overrideDiscount', { amount: format.money(discountMinor) })}
    </p>
  );
}
