/** What runs in the thread of a replay. */
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { replayRule } from './replay-rule.ts';
import type { ReplayAnswer, ReplayTask } from './replay-thread.ts';

const { databaseUrl, statementTimeoutMs, rule, range }: ReplayTask = workerData;
const db = createDatabase({
  url: databaseUrl,
  applicationName: 'balcao-market-analyzer-replay',
  maxConnections: 1,
  statementTimeoutMs,
  // All that it would say is that an idle connection was lost.
  log: createLogger({ level: 'silent' }),
});

async function answer(): Promise<ReplayAnswer> {
  try {
    return { kind: 'replay', replay: await replayRule(db, rule, range) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, message: detail, options } = error;
    return { kind: 'problem', code, detail, errors: options.errors ?? [] };
  }
}

parentPort?.postMessage(await answer());
await db.close();
