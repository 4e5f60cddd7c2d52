/** Shows as metrics what an owner asks of the counter: tills in use, what counts found, what is owed. */
import type { Queryable } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';

interface Row {
  open: number;
  closing: number;
  closed: number;
  missing_minor: number;
  surplus_minor: number;
  owed_minor: number;
}

const read = `
  SELECT t.*, (SELECT coalesce(sum(balance_minor), 0)::bigint FROM customer) AS owed_minor
  FROM (
    SELECT count(*) FILTER (WHERE status = 'open') AS open,
      count(*) FILTER (WHERE status = 'closing') AS closing,
      count(*) FILTER (WHERE status = 'closed') AS closed,
      coalesce(sum(greatest(expected_minor - counted_minor, 0)), 0)::bigint AS missing_minor,
      coalesce(sum(greatest(counted_minor - expected_minor, 0)), 0)::bigint AS surplus_minor
    FROM till WHERE status <> 'closed' OR closed_at > $1::timestamptz - interval '1 day') t`;

/** Every replica measures the same, so a dashboard takes the highest. */
export function measureCounter(
  db: Queryable,
  { metrics, now, everyMs }: { metrics: Metrics; now: () => Date; everyMs: number },
): Job {
  const tills = metrics.gauge('tills_in_use', 'Tills that are open, or counted and closing.', [
    'status',
  ]);
  const closed = metrics.gauge('tills_closed_day', 'Tills closed within the last 24 hours.');
  const difference = metrics.gauge(
    'till_differences_minor',
    'What the counts of those tills found missing or too much, in centavos.',
    ['direction'],
  );
  const owed = metrics.gauge('tabs_owed_minor', 'What all customers owe, in centavos.');
  return {
    name: 'measure the counter',
    everyMs,
    async run() {
      const [row] = await db.query<Row>(read, [now().toISOString()]);
      if (row === undefined) return;
      tills.set({ status: 'open' }, row.open);
      tills.set({ status: 'closing' }, row.closing);
      closed.set(row.closed);
      difference.set({ direction: 'missing' }, row.missing_minor);
      difference.set({ direction: 'surplus' }, row.surplus_minor);
      owed.set(row.owed_minor);
    },
  };
}
