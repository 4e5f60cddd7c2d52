/** What runs in the thread of a replay. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReplayProgress } from '@balcao/contracts/api/market-replays.ts';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { replayRule } from './replay-rule.ts';
import type { ReplayAnswer, ReplayTask, ReplayTold } from './replay-thread.ts';

interface ThreadTask extends ReplayTask {
  isFollowed: boolean;
}

/** Somebody looks at a bar: more often is not seen. */
const toldEveryMs = 250;

const { databaseUrl, statementTimeoutMs, rule, range, isFollowed }: ThreadTask = workerData;
const db = createDatabase({
  url: databaseUrl,
  applicationName: 'balcao-market-analyzer-replay',
  maxConnections: 1,
  statementTimeoutMs,
  // All that it would say is that an idle connection was lost.
  log: createLogger({ level: 'silent' }),
});

const say = (told: ReplayTold) => parentPort?.postMessage(told);

function tellSeldom(): (progress: ReplayProgress) => void {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (performance.now() - toldAtMs < toldEveryMs) return;
    toldAtMs = performance.now();
    say({ kind: 'progress', progress });
  };
}

async function answer(): Promise<ReplayAnswer> {
  const telling = isFollowed ? { onProgress: tellSeldom() } : {};
  try {
    return { kind: 'replay', replay: await replayRule(db, rule, { ...range, ...telling }) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, message: detail, options } = error;
    const { cause: _, ...told } = options;
    return { kind: 'problem', code, detail, options: told };
  }
}

say(await answer());
await db.close();
