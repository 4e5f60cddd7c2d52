/** What the shop is called and how it is set up, as the server's `/config` says. */
import { createStore } from '../store.ts';

export interface ShopSettings {
  shopName: string;
  /** IANA name of the zone in which business days begin and end. */
  timeZone: string;
  /** Layout of the shop's scale labels, such as `2CCCC0TTTTTT`. */
  scaleLayout: string;
  version: string;
}

export const shopSettings = createStore<ShopSettings>({
  shopName: 'Balcão',
  timeZone: 'America/Sao_Paulo',
  scaleLayout: '2CCCC0TTTTTT',
  version: '',
});

/** Without an answer the defaults stay: the till has to open without a network. */
export async function loadShopSettings(): Promise<void> {
  const response = await fetch('/config').catch(() => undefined);
  if (response?.ok !== true) return;
  shopSettings.set({ ...shopSettings.get(), ...(await response.json()) });
}
