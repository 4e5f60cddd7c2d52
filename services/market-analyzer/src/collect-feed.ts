/** Collects one task: asks the feed's provider, else its fallback's, and stores what they say in one transaction. */
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { ProviderQuote } from './adapters/adapter.ts';
import { ProviderFault } from './adapters/provider-fault.ts';
import type { AskProvider } from './ask-provider.ts';
import { lockFeed, recordOutcome } from './feed-store.ts';
import { finishTask, putOffTask, type TakenTask } from './feed-task-store.ts';
import { retryDelayMs } from './retry-policy.ts';
import { isTooEarly, type QuoteDeps, storeQuotes } from './store-quotes.ts';

export interface CollectDeps extends QuoteDeps {
  db: Database;
  ask: AskProvider;
}

export const outcomes = ['done', 'fallback', 'retried', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** Rejects only where the database does, or when the signal is aborted: then the task is taken again. */
export async function collectFeed(
  task: TakenTask,
  deps: CollectDeps,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { quotes, source, isFallback } = await askBoth(task, deps.ask, signal);
    await deps.db.transaction((tx) => store(tx, task, { quotes, source }, deps));
    return isFallback ? 'fallback' : 'done';
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return putOff(task, error, deps.db);
  }
}

interface Answer {
  quotes: ProviderQuote[];
  source: string;
}

/** The fault of the first is what is told when both fail. */
async function askBoth(
  { primary, fallback, range }: TakenTask,
  ask: AskProvider,
  signal: AbortSignal,
): Promise<Answer & { isFallback: boolean }> {
  try {
    const quotes = await ask({ ...primary, range }, signal);
    return { quotes, source: primary.provider, isFallback: false };
  } catch (error) {
    if (fallback === null || range !== null || !(error instanceof ProviderFault)) throw error;
    const quotes = await ask({ ...fallback, range }, signal).catch((second: unknown) => {
      throw second instanceof ProviderFault ? error : second;
    });
    return { quotes, source: fallback.provider, isFallback: true };
  }
}

/** Nothing where another replica has taken the task since. Feeds are locked before their tasks, as the leader does. */
async function store(
  tx: Tx,
  task: TakenTask,
  { quotes, source }: Answer,
  deps: CollectDeps,
): Promise<void> {
  const { feedId, symbol } = task;
  await lockFeed(tx, feedId);
  if (!(await finishTask(tx, task))) return;
  const now = deps.now();
  const known = quotes
    .filter(({ at }) => !isTooEarly(at, now))
    .map((quote) => ({ ...quote, symbol, source, feedId }));
  if (known.length > 0) await storeQuotes(tx, known, deps);
  recordOutcome(tx, feedId, null);
}

async function putOff(task: TakenTask, fault: ProviderFault, db: Database): Promise<Outcome> {
  const { feedId, attempts, everySeconds, range } = task;
  const isHistory = range !== null;
  const attempt = { attempts, everySeconds, isHistory, random: Math.random() };
  const delayMs = retryDelayMs(fault, attempt);
  await db.transaction(async (tx) => {
    await lockFeed(tx, feedId);
    recordOutcome(tx, feedId, `${fault.kind}: ${fault.message}`);
    if (delayMs === null) await finishTask(tx, task);
    else await putOffTask(tx, task, delayMs);
  });
  return delayMs === null ? 'failed' : 'retried';
}
