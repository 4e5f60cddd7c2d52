/**
 * Events that the broker had taken a while before the backup. One that lay in a queue is in no other database; all of
 * them are sent again, and whoever has handled one knows it by its inbox, which is of the same instant.
 */
import type pg from 'pg';

export async function hasSentEvents(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('public.outbox_sent') IS NOT NULL AS "isThere"`,
  );
  return rows[0]?.isThere === true;
}

/** Puts them back into the outbox under their old numbers, and so before all that follows them. Answers how many. */
export async function sendAgain(client: pg.Client): Promise<number> {
  if (!(await hasSentEvents(client))) return 0;
  const { rowCount } = await client.query(
    `WITH sent AS (DELETE FROM public.outbox_sent RETURNING seq, id, type, subject, time, traceparent, data, is_urgent)
     INSERT INTO public.outbox (seq, id, type, subject, time, traceparent, data, is_urgent)
     OVERRIDING SYSTEM VALUE SELECT * FROM sent`,
  );
  return rowCount ?? 0;
}
