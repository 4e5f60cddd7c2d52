/** A whole series, page after page. */
import type { SeriesPoint } from '@balcao/contracts/api/market.ts';
import { answer, api } from '../api/client.ts';
import { type Period, seriesQuery } from './periods.ts';

/** What a chart can show: beyond it the newest points are left out, and the period should have longer steps. */
const maxPages = 25;

export async function readSeries(symbol: string, period: Period): Promise<SeriesPoint[]> {
  const query = seriesQuery(period, Date.now());
  const points: SeriesPoint[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const params = { path: { symbol }, query: { ...query, cursor } };
    const found = await answer(api.GET('/api/v1/market/quotes/{symbol}', { params }));
    points.push(...found.items);
    if (found.nextCursor === null) break;
    cursor = found.nextCursor;
  }
  return points;
}
