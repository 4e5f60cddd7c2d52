/**
 * A recording in the place of a provider, without internet: `usd-brl` plays a recorded day each day, at noon in
 * UTC, `usd-brl/1440` one each minute. It plays forth and back again, so that it never ends and never jumps.
 */
import type { Adapter, DayRange, ProviderQuote } from './adapter.ts';
import { ProviderFault } from './provider-fault.ts';
import { readRecording, recordingNames } from './recordings.ts';

const dayMs = 86_400_000;
const noonMs = dayMs / 2;
const fastest = 1440;

export const replay: Adapter = {
  async collect({ code, now }) {
    const { prices, stepMs } = await open(code);
    const latest = Math.floor((now.getTime() - noonMs) / stepMs);
    return [quoteOf(prices, stepMs, latest)];
  },
  history: {
    // At the fastest, a week is ten thousand quotes.
    maxDays: 7,
    collect: ({ code, now, range }) => playedQuotes(code, range, now),
  },
};

/** What a recording plays in a range of days, until `now`, the oldest first. */
export async function playedQuotes(
  code: string,
  { from, to }: DayRange,
  now: Date,
): Promise<ProviderQuote[]> {
  const { prices, stepMs } = await open(code);
  const end = Math.min(Date.parse(to) + dayMs - 1, now.getTime());
  const first = Math.ceil((Date.parse(from) - noonMs) / stepMs);
  const last = Math.floor((end - noonMs) / stepMs);
  const count = Math.max(0, last - first + 1);
  return Array.from({ length: count }, (_, index) => quoteOf(prices, stepMs, first + index));
}

async function open(code: string): Promise<{ prices: string[]; stepMs: number }> {
  const [name = '', speed = '1', ...rest] = code.split('/');
  const prices = await readRecording(name);
  if (prices === null) {
    const names = (await recordingNames()).join(', ');
    throw new ProviderFault('refused', `there is no recording ${name}; there are ${names}`);
  }
  const daysPerDay = /^\d{1,4}$/.test(speed) && rest.length === 0 ? Number(speed) : 0;
  if (daysPerDay < 1 || daysPerDay > fastest) {
    throw new ProviderFault('refused', `${code}: the speed is a number from 1 to ${fastest}`);
  }
  return { prices, stepMs: dayMs / daysPerDay };
}

/** Steps are counted from the epoch, so that every replica plays the same. */
function quoteOf(prices: string[], stepMs: number, step: number): ProviderQuote {
  return {
    at: new Date(noonMs + step * stepMs).toISOString(),
    price: prices[forthAndBack(step, prices.length)] ?? '',
  };
}

/** 0 1 2 3 2 1 0 1 …, for a length of 4. */
function forthAndBack(step: number, length: number): number {
  const round = 2 * (length - 1);
  const place = ((step % round) + round) % round;
  return place < length ? place : round - place;
}
