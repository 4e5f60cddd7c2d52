/** What the front page tells of the day: from sales what was rung up, from finance what was left of it. */
import { addDays } from '@balcao/contracts/dates.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { shopTime } from '../finance/today.ts';

const refreshMs = 30_000;

/** A day's sales by hour; those before `until` (`HH:MM`) only, where it is given. */
const readDay = (day: string, until?: string) =>
  answer(api.GET('/api/v1/orders/by-hour', { params: { query: { from: day, to: day, until } } }));

/** Read again while the page is open; until there is an answer `data` is undefined. */
export function useDesk() {
  const { businessDate: day, time } = shopTime();
  const weekBefore = addDays(day, -7);
  const sales = useQuery({
    queryKey: ['desk', 'sales', day],
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const [today, yesterday, before, beforeUntilNow] = await Promise.all([
        readDay(day),
        readDay(addDays(day, -1)),
        readDay(weekBefore),
        readDay(weekBefore, time),
      ]);
      return { today, yesterday, before, beforeUntilNow };
    },
  });
  const query = { from: day, to: day };
  const profit = useQuery({
    queryKey: ['desk', 'profit', day],
    refetchInterval: refreshMs,
    queryFn: () =>
      answer(api.GET('/api/v1/finance/reports/profit-and-loss', { params: { query } })),
  });
  const products = useQuery({
    queryKey: ['desk', 'products', day],
    refetchInterval: refreshMs,
    queryFn: () =>
      answer(api.GET('/api/v1/finance/reports/margin-by-product', { params: { query } })),
  });
  return { day, weekBefore, sales, profit, products };
}
