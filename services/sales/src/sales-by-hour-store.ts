/** The SQL of when sales are made. */
import type { SalesByHour, SalesByHourQuery } from '@balcao/contracts/api/sales-by-hour.ts';
import type { Queryable } from '@balcao/kit/db.ts';

interface Row {
  weekday: number;
  hour: number;
  sale_count: number;
  total_minor: number;
}

/** Sales that were completed, whatever came back of them later, by the clock of an IANA time zone. */
export async function readSalesByHour(
  db: Queryable,
  { from, to, until }: SalesByHourQuery,
  timeZone: string,
): Promise<SalesByHour['items']> {
  const rows = await db.query<Row>(
    `SELECT extract(isodow FROM business_date)::int AS weekday, extract(hour FROM at)::int AS hour,
       count(*)::int AS sale_count, sum(total_minor)::bigint AS total_minor
     FROM (SELECT business_date, total_minor,
             completed_at AT TIME ZONE $3 AS at
           FROM orders
           WHERE business_date BETWEEN $1::date AND $2::date AND completed_at IS NOT NULL) sale
     WHERE $4::time IS NULL OR at::time < $4::time
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [from, to, timeZone, until ?? null],
  );
  return rows.map(({ weekday, hour, sale_count: saleCount, total_minor: totalMinor }) => ({
    weekday,
    hour,
    saleCount,
    totalMinor,
  }));
}
