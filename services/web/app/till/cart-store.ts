/** The cart of whoever is logged in: on the screen at once, and kept on this device. */
import { v7 as uuid } from 'uuid';
import { session } from '../session/session.ts';
import { createStore } from '../store.ts';
import { type Cart, emptyCart } from './cart.ts';
import { kept, type Recall } from './kept.ts';
import type { SalePayment } from './sale-payment.ts';

export const cartStore = createStore<Cart>(emptyCart(uuid()));

let sent: SalePayment[] | null = null;
let recalls: Recall[] = [];
let loading: { userId: string; done: Promise<void> } | null = null;
const userId = (): string => session.get().user?.id ?? '';

/** The kept cart of the user, read once; what is scanned meanwhile waits for it. */
export function cartLoaded(): Promise<void> {
  const id = userId();
  if (loading?.userId !== id) loading = { userId: id, done: load(id) };
  return loading.done;
}

async function load(id: string): Promise<void> {
  const found = await kept.get('carts', id);
  sent = found?.sent ?? null;
  recalls = found?.recalls ?? [];
  cartStore.set(found?.cart ?? emptyCart(uuid()));
}

export function changeCart(change: (cart: Cart) => Cart): void {
  cartStore.set(change(cartStore.get()));
  void save();
}

/** What the cart is being paid with, before it is sent; null when that was refused or called off. */
export async function keepSent(payments: SalePayment[] | null): Promise<void> {
  sent = payments;
  await save();
}

/** What the cart was sent with and is still unanswered, be it before the page was left. */
export const sentBefore = (): SalePayment[] | null => sent;

/** Held sales that are being brought back, until they are in the cart. */
export const unfinishedRecalls = (): Recall[] => recalls;

export async function keepRecalls(next: Recall[]): Promise<void> {
  recalls = next;
  await save();
}

/** The next sale begins. */
export function clearCart(): void {
  sent = null;
  changeCart(() => emptyCart(uuid()));
}

/** The same lines under another id: the former is used up by an order that was given up. */
export function renewSaleId(): void {
  sent = null;
  changeCart((cart) => ({ ...cart, saleId: uuid(), overrideId: null }));
}

async function save(): Promise<void> {
  await kept.put('carts', { cart: cartStore.get(), sent, recalls }, userId());
}
