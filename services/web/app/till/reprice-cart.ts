/** Brings the open sale to the prices of this moment: they may have changed since its lines were rung up. */
import { priceOf, refreshCatalogue } from '../offline/catalogue.ts';
import { reprice } from './cart.ts';
import { cartStore, changeCart } from './cart-store.ts';

/** Whether anything costs something else now. Without an answer it is what this device knows. */
export async function repriceCart(): Promise<boolean> {
  await refreshCatalogue().catch(() => undefined);
  const before = cartStore.get().lines;
  changeCart((cart) => reprice(cart, priceOf));
  return cartStore.get().lines.some((line, at) => line !== before[at]);
}
