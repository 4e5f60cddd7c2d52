/** The SQL of one instant: locks on the outbox, and snapshots that stay. */
import type pg from 'pg';

/** What makes the text of a dump the same whatever the server's and the role's settings are. */
const session = `
  SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0;
  SET search_path = ''; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
  SET extra_float_digits = 1; SET bytea_output = 'hex'; SET row_security = off`;

/** Locks the outbox against writers, in a transaction that the caller ends. Fails after `timeoutMs`. */
export async function hold(client: pg.Client, timeoutMs: number): Promise<void> {
  await client.query('BEGIN');
  await client.query(`SET LOCAL lock_timeout = ${Math.round(timeoutMs)}`);
  await client.query('LOCK TABLE public.outbox IN SHARE MODE');
}

export async function beginSnapshot(client: pg.Client): Promise<void> {
  await client.query(`${session}; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`);
}

/** The first statement that reads fixes what the transaction sees from then on. */
export async function freezeSnapshot(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_current_snapshot()');
}

/** Whether a lock was not to be had in time, or somebody else's wait had to be broken. */
export function isLockTimeout(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['55P03', '40P01'].includes(String(error.code))
  );
}
