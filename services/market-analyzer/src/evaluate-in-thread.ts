/** What runs in the evaluator's thread: it evaluates when it is woken, over connections of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { createSeldom } from '@balcao/kit/seldom.ts';
import type { FromThread, ThreadOptions, ToThread } from './evaluation-thread.ts';
import { createEvaluator } from './evaluator.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** One reads and writes, another one prolongs the lease meanwhile. */
const maxConnections = 2;
/** How soon to look again for quotes that wait for an older transaction to end. */
const heldBackMs = 10;

const { databaseUrl, statementTimeoutMs, maxWindowQuotes }: ThreadOptions = workerData;
const send = (message: FromThread) => parentPort?.postMessage(message);
const report = (message: string, fields: object) => send({ kind: 'trouble', message, fields });

const db = createDatabase({
  url: databaseUrl,
  applicationName: 'balcao-market-analyzer-evaluator',
  maxConnections,
  statementTimeoutMs,
  // All that it would say is that an idle connection was lost, which the service's own pool says as well.
  log: createLogger({ level: 'silent' }),
});
const outbox = createOutbox();
outbox.onAdded(() => send({ kind: 'told' }));
const seldomFailing = createSeldom();
const seldomOvertaken = createSeldom();
let atMs = 0;
let timer: NodeJS.Timeout | undefined;
let isStopped = false;

const evaluator = createEvaluator({
  db,
  outbox,
  now: () => new Date(atMs),
  maxWindowQuotes,
  onJudged: (untilMs) => send({ kind: 'judged', untilMs }),
  onGivenUp: ({ id, name }) =>
    report('a rule is given up: there is no room for its windows', { rule: id, name }),
  onOvertaken: (err) =>
    seldomOvertaken(() => report('another replica evaluates rules now', { err })),
});

const run = oneAtATime(async () => {
  const isHeldBack = await evaluator.run();
  clearTimeout(timer);
  if (isHeldBack && !isStopped) timer = setTimeout(wake, heldBackMs);
});

function wake(): void {
  run().catch((err: unknown) =>
    seldomFailing(() => report('rules are not evaluated; it is tried again', { err })),
  );
}

async function stop(): Promise<void> {
  isStopped = true;
  await evaluator.stop();
  clearTimeout(timer);
  await db.close();
  parentPort?.close();
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'stop') return stop();
  atMs = message.atMs;
  return wake();
});
