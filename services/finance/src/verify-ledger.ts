/** Proves the ledger: every transaction balances, the sums per day equal a rebuild from it, and its chain holds. */
import type { LedgerVerification } from '@balcao/contracts/api/finance.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { verifyChain } from './verify-chain.ts';
import {
  beginSnapshot,
  checkStretch,
  type DaySum,
  firstId,
  readStoredDays,
  readStretchEnd,
  sumStretchDays,
} from './verify-store.ts';

/** Transactions per statement: each stays far below the statement time-out, however long the journal is. */
const stretchSize = 20_000;
/** Links of the chain per statement: their hashes are made on this process's own thread. */
const maxLinks = 2_000;
/** How many broken transactions and days are named, from the first on. */
const maxNamed = 100;

/** Reads the whole journal in one snapshot, stretch by stretch; memory grows with days × accounts only. */
export function verifyLedger(db: Database, size = stretchSize): Promise<LedgerVerification> {
  return db.transaction(async (tx) => {
    await beginSnapshot(tx);
    const days = new Map<string, Difference>();
    addDays(days, await readStoredDays(tx), -1n);
    const totals = await addUp(tx, days, size);
    const differingDays = [...days.values()]
      .filter(({ debit, credit }) => debit !== 0n || credit !== 0n)
      .map(({ accountId, date }) => ({ accountId, date }))
      .sort((a, b) => compare(a.date, b.date) || compare(a.accountId, b.accountId))
      .slice(0, maxNamed);
    const chain = await verifyChain(tx, {
      size: Math.min(size, maxLinks),
      transactionCount: totals.transactions,
    });
    const isConsistent =
      totals.broken.length === 0 && differingDays.length === 0 && chain.firstBroken === null;
    return {
      isConsistent,
      transactionCount: totals.transactions,
      debitMinor: toNumber(totals.debit),
      creditMinor: toNumber(totals.credit),
      unbalancedTransactions: totals.broken,
      differingDays,
      chain,
    };
  });
}

/** The journal's sums less the stored ones; both 0 when they agree. */
interface Difference {
  accountId: string;
  date: string;
  debit: bigint;
  credit: bigint;
}

function addDays(days: Map<string, Difference>, sums: DaySum[], factor: bigint): void {
  for (const { account_id: accountId, date, debit, credit } of sums) {
    if (date === null) continue;
    const key = `${accountId} ${date}`;
    const day = days.get(key) ?? { accountId, date, debit: 0n, credit: 0n };
    day.debit += BigInt(debit) * factor;
    day.credit += BigInt(credit) * factor;
    days.set(key, day);
  }
}

/** Adds the journal to `days`, and answers its totals. */
async function addUp(tx: Tx, days: Map<string, Difference>, size: number) {
  const totals = { transactions: 0, debit: 0n, credit: 0n, broken: [] as string[] };
  for (let from: string | null = firstId; from !== null; ) {
    const until: string | null = await readStretchEnd(tx, from, size);
    const [{ transactions, broken }, sums] = await Promise.all([
      checkStretch(tx, { from, until }, maxNamed - totals.broken.length),
      sumStretchDays(tx, { from, until }),
    ]);
    addDays(days, sums, 1n);
    totals.transactions += transactions;
    totals.broken.push(...broken);
    for (const { debit, credit } of sums) {
      totals.debit += BigInt(debit);
      totals.credit += BigInt(credit);
    }
    from = until;
  }
  return totals;
}

/** Sums beyond the exact numbers, which only tampering leads to, are shown as the largest one. */
function toNumber(sum: bigint): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(sum > limit ? limit : sum);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
