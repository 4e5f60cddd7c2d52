/** Brings scanned and chosen products into the cart, one after the other, in the order in which they came. */
import { v7 as uuid } from 'uuid';
import { type CatalogueProduct, lookUp } from '../offline/catalogue.ts';
import { createStore } from '../store.ts';
import { addFound, addProduct, addUnknown, type Cart } from './cart.ts';
import { cartLoaded, cartStore, changeCart } from './cart-store.ts';
import { isBusy, resumeRinging, salePhase } from './sale-flow.ts';

/** A word of `tillWords` on why a key had no effect; null when there is nothing to say. */
export type Hint =
  | 'finishPayment'
  | 'settleUnknown'
  | 'settleUnweighed'
  | 'nothingToPay'
  | 'fixedByLabel';
export const hintStore = createStore<Hint | null>(null);

let queue: Promise<void> = Promise.resolve();

/** Of a scanned or typed code; one that sells nothing, or cannot be asked for, becomes a line of its own. */
export function ringCode(code: string): Promise<void> {
  return inTurn(async () => {
    const key = uuid();
    const found = await lookUp(code).catch(() => null);
    edit((cart) =>
      found === null ? addUnknown(cart, code, key) : addFound(cart, { ...found, code, key }),
    );
  });
}

/** Of a product that was chosen; it takes the place of an unknown code that is marked. */
export function ringProduct(product: CatalogueProduct): Promise<void> {
  return inTurn(async () => {
    const { lines, markedKey } = cartStore.get();
    const rest = lines.filter(({ key, kind }) => kind !== 'unknown' || key !== markedKey);
    edit((cart) => addProduct({ ...cart, lines: rest }, product, uuid()));
  });
}

/** Changes the cart by hand; a sale that is done makes way for the next one. */
export function edit(change: (cart: Cart) => Cart): void {
  if (isBusy(salePhase.get())) {
    hintStore.set('finishPayment');
    return;
  }
  hintStore.set(null);
  resumeRinging();
  changeCart(change);
}

/** After all that was scanned before: a key that was pressed later never comes first. */
export function inTurn(work: () => void | Promise<void>): Promise<void> {
  const turn = queue.then(cartLoaded).then(work);
  // Whoever comes next is not held up by what failed.
  queue = turn.catch(() => undefined);
  return turn;
}
