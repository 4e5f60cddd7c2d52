/** The business day that it is in the shop, and the time on its clock. */
import { type ShopTime, shopClock } from '@balcao/contracts/shop-clock.ts';
import { shopSettings } from '../shell/shop-settings.ts';

export const shopTime = (): ShopTime => shopClock(shopSettings.get().timeZone)(new Date());

export const today = (): string => shopTime().businessDate;
