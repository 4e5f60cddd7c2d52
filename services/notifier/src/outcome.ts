/** What an attempt at sending has come to, and when the next one is due. */
import { AddressRefused } from './address-guard.ts';
import type { Answer } from './post.ts';

export type Outcome =
  | { kind: 'sent' }
  /** `afterMs`: what the other side has asked for. */
  | { kind: 'failed'; reason: string; afterMs: number | null }
  /** Never to be tried again as it is. */
  | { kind: 'refused'; reason: string };

/** Mail servers may say much. */
const maxReasonLength = 500;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Statuses below 500 that may well be others later: RFC 9110, 8470, 6585. */
const passing = [408, 425, 429];

/** Reads an answer; `nowMs` is for a `Retry-After` that is a date. */
export function outcomeOf({ status, retryAfter, text }: Answer, nowMs: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = `answered ${status}`;
  if (status < 500 && !passing.includes(status)) return { kind: 'refused', reason };
  const afterMs = retryAfterMs(retryAfter, nowMs) ?? telegramRetryAfterMs(text);
  return { kind: 'failed', reason, afterMs };
}

/** What went wrong on the way; whether it had an effect at the other side nobody knows. */
export function outcomeOfError(error: unknown): Outcome {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.slice(0, maxReasonLength);
  if (error instanceof AddressRefused || isFinalReply(error)) return { kind: 'refused', reason };
  if (error instanceof Error && error.name === 'AbortError')
    return { kind: 'failed', reason: 'no answer in time', afterMs: null };
  return { kind: 'failed', reason, afterMs: null };
}

/** A mail server's reply of 5yz, which it would give again (RFC 5321, 4.2.1); nodemailer tells it by `permanent`. */
function isFinalReply(error: unknown): boolean {
  return error instanceof Error && 'permanent' in error && error.permanent === true;
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), at most a day. */
function retryAfterMs(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), dayMs) : null;
}

/** Telegram says it in the body: `{"parameters":{"retry_after":35}}`. */
function telegramRetryAfterMs(text: string): number | null {
  const [, seconds] = /"retry_after":\s*(\d{1,6})\b/.exec(text) ?? [];
  return seconds === undefined ? null : Math.min(Number(seconds) * 1_000, dayMs);
}

/**
 * Milliseconds to wait after `attempts` failures: doubled each time up to an hour, and spread over the upper
 * half by `random` (0 to 1), so that what failed together does not come back together.
 */
export function retryDelayMs(attempts: number, firstMs: number, random: number): number {
  const longest = Math.min(firstMs * 2 ** (attempts - 1), hourMs);
  return longest * (0.5 + random / 2);
}
