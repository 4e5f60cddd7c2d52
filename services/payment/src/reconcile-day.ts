/** Asks the provider for its transactions of a day and holds them against ours. */
import type { ReconciliationItem } from '@balcao/contracts/api/payment.ts';
import type { Database } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Provider, ProviderTransaction } from './provider.ts';
import { keyOf, reconcile } from './reconcile.ts';
import { bookedBetween, bookedUnder, boundsOf } from './reconciliation-store.ts';

export interface ReconcileDeps {
  db: Database;
  provider: Provider;
  timeZone: string;
  /** How long the provider may take for each page. */
  timeoutMs: number;
}

/** Far above any shop's day: the report holds a day in memory. */
const maxTransactions = 50_000;
/** A webhook that was late, or sent at midnight, is booked on another day than the provider's. */
const marginMs = 86_400_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * All transactions of a business day, by time. Throws `unavailable` when the provider does not answer and
 * `conflict` for a day of more than 50,000.
 */
export async function reconcileDay(
  { db, provider, timeZone, timeoutMs }: ReconcileDeps,
  date: string,
): Promise<ReconciliationItem[]> {
  const { from, to } = await boundsOf(db, { date, timeZone });
  const [before, theirs, after] = await Promise.all([
    listAll(provider, { from: shifted(from, -marginMs), to: from }, timeoutMs),
    listAll(provider, { from, to }, timeoutMs),
    listAll(provider, { from: to, to: shifted(to, marginMs) }, timeoutMs),
  ]);
  const names = theirs.map(({ name }) => name).filter((name) => uuid.test(name));
  const limit = maxTransactions + 1;
  const [named, booked] = await Promise.all([
    bookedUnder(db, { provider: provider.name, names }),
    bookedBetween(db, { provider: provider.name, from, to, limit }),
  ]);
  if (booked.length > maxTransactions) throw tooMany();
  const elsewhere = new Set([...before, ...after].map(keyOf));
  return reconcile({ theirs, named, booked, isElsewhere: (our) => elsewhere.has(keyOf(our)) });
}

function shifted(instant: string, byMs: number): string {
  return new Date(Date.parse(instant) + byMs).toISOString();
}

async function listAll(
  provider: Provider,
  range: { from: string; to: string },
  timeoutMs: number,
): Promise<ProviderTransaction[]> {
  const all: ProviderTransaction[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await listPage(provider, { ...range, cursor }, timeoutMs);
    all.push(...page.items);
    if (all.length > maxTransactions) throw tooMany();
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

type Page = Awaited<ReturnType<Provider['list']>>;

async function listPage(
  provider: Provider,
  query: Parameters<Provider['list']>[0],
  timeoutMs: number,
): Promise<Page> {
  try {
    return await provider.list(query, AbortSignal.timeout(timeoutMs));
  } catch (cause) {
    throw new Problem('unavailable', 'The provider does not list its transactions. Try again.', {
      cause,
    });
  }
}

function tooMany(): Problem {
  return new Problem('conflict', `The day has more than ${maxTransactions} transactions.`);
}
