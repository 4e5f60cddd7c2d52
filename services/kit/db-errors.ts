/** What a database error means: try again, the server is away, or a bug. */
import pg from 'pg';
import { Problem } from './problem.ts';

const serializationFailure = '40001';
const deadlockDetected = '40P01';
const queryCanceled = '57014';
const lockNotAvailable = '55P03';
const undefinedTable = '42P01';
/** Wrong password or no such role, login refused, no such database. */
const missingStates = new Set(['28P01', '28000', '3D000']);

/**
 * Admin shutdown, crash shutdown, cannot connect now; too many connections, disk full, out of memory; a
 * standby after a failover. Class 08 is connection trouble.
 */
const awayStates = new Set(['57P01', '57P02', '57P03', '53300', '53100', '53200', '25006']);
const awaySystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
]);
/** pg reports these without a code: its pool the second, a connection of its own the third. */
const awayMessages =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|not queryable|Client was closed/i;

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the same transaction may simply be run again. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === serializationFailure || code === deadlockDetected;
}

/** Whether the database is away or overloaded: no fault of the request. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'unavailable';
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  const code = codeOf(error);
  if (code !== undefined && (awayStates.has(code) || awaySystemCodes.has(code))) return true;
  if (code?.startsWith('08') === true) return true;
  return error instanceof Error && awayMessages.test(error.message);
}

/** Whether the server refuses the role or does not have the database: it may be about to be made. */
export function isDatabaseMissing(error: unknown): boolean {
  return missingStates.has(codeOf(error) ?? '');
}

/** Whether a lock was not to be had within the transaction's `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === lockNotAvailable;
}

export function isTableMissing(error: unknown): boolean {
  return codeOf(error) === undefinedTable;
}

/** Turns "the database is away" and statement time-outs into Problems; leaves all else as it is. */
export function toProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error)) {
    return new Problem('unavailable', 'The database cannot be reached at the moment. Try again.', {
      pt: 'O banco de dados não está ao alcance no momento. Tente de novo.',
      cause: error,
      retryAfterSeconds: 1,
    });
  }
  if (codeOf(error) === queryCanceled) {
    return new Problem('timeout', 'The database took too long. Try again.', {
      pt: 'O banco de dados demorou demais. Tente de novo.',
      cause: error,
      retryAfterSeconds: 1,
    });
  }
  return error;
}

/** The name of the constraint that an insert or update broke, if that is what happened. */
export function brokenConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code?.startsWith('23') === true
    ? error.constraint
    : undefined;
}
