/** The shop's business day of now, `YYYY-MM-DD`. */
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { shopSettings } from '../shell/shop-settings.ts';
import { useStore } from '../store.ts';

const calendars = new Map<string, (at: Date) => string>();

export function useToday(): string {
  const { timeZone } = useStore(shopSettings);
  const calendar = calendars.get(timeZone) ?? businessCalendar(timeZone);
  calendars.set(timeZone, calendar);
  return calendar(new Date());
}
