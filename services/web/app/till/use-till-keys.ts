/** What the till's keys do, for the keyboard, the buttons and the help. */
import { flushSync } from 'react-dom';
import { v7 as uuid } from 'uuid';
import { useWords } from '../i18n/words.ts';
import { runShortcut, type Shortcut, useShortcuts } from '../keyboard/shortcuts.ts';
import { isAtWork, session } from '../session/session.ts';
import { isSold, markedLine, moveMark, obstacleTo, removeMarked, totalOf } from './cart.ts';
import { cartStore } from './cart-store.ts';
import type { EntryMode } from './entry.ts';
import { holdKeys } from './hold-keys.ts';
import { edit, hintStore, inTurn } from './ring-up.ts';
import { isBusy, parkSale, pay, salePhase, tryAgain } from './sale-flow.ts';
import type { SalePayment } from './sale-payment.ts';
import type { DialogName } from './till-dialog.ts';
import { tillStore } from './till-store.ts';
import { tillWords } from './words.ts';

export const payKeys = [
  ['F5', 'cash'],
  ['F6', 'pix'],
  ['F7', 'debit'],
  ['F8', 'credit'],
  ['F9', 'tab'],
  ['F10', 'split'],
] as const;
export type PaymentKey = (typeof payKeys)[number][1];

type Name =
  | 'payExact'
  | 'search'
  | 'quantity'
  | 'discount'
  | 'remove'
  | 'up'
  | 'down'
  | 'hold'
  | 'menu'
  | 'receipt'
  | 'park'
  | 'help';
export type TillActions = Record<Name, () => void> & { pay: (how: PaymentKey) => void };
type Say = (
  word:
    | 'keyPay'
    | 'keySearch'
    | 'keyQuantity'
    | 'keyDiscount'
    | 'keyHold'
    | 'keyTill'
    | 'keyReceipt'
    | 'keyRemove'
    | 'keyPark'
    | 'markUp'
    | 'markDown'
    | PaymentKey,
) => string;

interface Parts {
  /** A dialog has the keys. */
  isBlocked: boolean;
  setMode: (mode: EntryMode) => void;
  /** Resolves when it is shown. */
  openDialog: (dialog: DialogName) => Promise<void>;
}

const obstacles = {
  empty: 'nothingToPay',
  unknown: 'settleUnknown',
  unweighed: 'settleUnweighed',
} as const;

export function useTillKeys({ isBlocked, setMode, openDialog }: Parts): TillActions {
  const t = useWords(tillWords);
  const isFree = !isBlocked;
  /**
   * F5 must never reload the page under somebody's hands: the key is taken even when it has no effect. What it does is
   * on the screen before the next key. Without a network there is a sale too: whoever was here last makes it.
   */
  const act = (work: () => unknown) => () => {
    if (!isFree || !isAtWork(session.get())) return;
    void holdKeys(inTurn(async () => void (await flushSync(work))));
  };
  const actions = {
    pay: (how: PaymentKey) => act(() => payBy(how, openDialog))(),
    payExact: act(() => payAll('cash')),
    search: act(() => setMode({ kind: 'search', typed: '', isFocused: true })),
    quantity: act(() => beginQuantity(setMode)),
    discount: act(() => setMode({ kind: 'discount' })),
    remove: act(() => edit(removeMarked)),
    up: act(() => edit((cart) => moveMark(cart, -1))),
    down: act(() => edit((cart) => moveMark(cart, 1))),
    hold: act(() => openDialog('held')),
    menu: act(() => openDialog('menu')),
    receipt: act(() => openDialog('receipt')),
    park: act(parkSale),
    help: () => void runShortcut(new KeyboardEvent('keydown', { key: '?' })),
  };
  useShortcuts(keysOf(actions, t));
  return actions;
}

/** The keys of these actions, in the order of the help. */
function keysOf(actions: TillActions, t: Say): Shortcut[] {
  const key = (name: string, label: string, run: () => void) => ({ key: name, label, run });
  const everywhere = [
    key('F2', t('keySearch'), actions.search),
    key('F3', t('keyQuantity'), actions.quantity),
    key('F4', t('keyDiscount'), actions.discount),
    ...payKeys.map(([name, how]) => key(name, t(how), () => actions.pay(how))),
    key('F11', t('keyHold'), actions.hold),
    key('Ctrl+m', t('keyTill'), actions.menu),
    key('Ctrl+p', t('keyReceipt'), actions.receipt),
  ];
  return [
    key('Enter', t('keyPay'), actions.payExact),
    ...everywhere.map((each) => ({ ...each, isInFields: true })),
    key('Delete', t('keyRemove'), actions.remove),
    key('Escape', t('keyPark'), actions.park),
    key('ArrowUp', t('markUp'), actions.up),
    key('ArrowDown', t('markDown'), actions.down),
  ];
}

/** Whether the sale can be paid now; if not, says why. */
function isPayable(): boolean {
  if (isBusy(salePhase.get()) || tillStore.get().status !== 'open') return false;
  const obstacle = obstacleTo(cartStore.get());
  hintStore.set(obstacle === null ? null : obstacles[obstacle]);
  return obstacle === null;
}

async function payBy(how: PaymentKey, openDialog: Parts['openDialog']): Promise<void> {
  if (!isPayable()) return;
  if (how === 'cash' || how === 'tab' || how === 'split') await openDialog(how);
  else payAll(how);
}

/** The whole total by one method; what is free is paid by nothing. */
function payAll(method: 'cash' | 'pix' | 'debit' | 'credit'): void {
  const phase = salePhase.get();
  if (phase.kind === 'failed' && phase.isUnsure) {
    tryAgain();
    return;
  }
  if (!isPayable()) return;
  const amountMinor = totalOf(cartStore.get());
  const payments: SalePayment[] = amountMinor === 0 ? [] : [{ id: uuid(), method, amountMinor }];
  void pay(payments);
}

function beginQuantity(setMode: (mode: EntryMode) => void): void {
  const line = markedLine(cartStore.get());
  if (line === undefined || !isSold(line)) return;
  if (line.labelCode !== null) hintStore.set('fixedByLabel');
  else setMode({ kind: 'quantity', lineKey: line.key });
}
