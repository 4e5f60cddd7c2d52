/** The evaluator in a thread of its own, so that judging never holds up who asks over HTTP. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@balcao/kit/log.ts';

/** What the thread begins with. */
export interface ThreadOptions {
  databaseUrl: string;
  statementTimeoutMs: number;
  maxWindowQuotes: number;
}

/** `atMs`: the shop's clock, by which the thread goes until it is told anew. */
export type ToThread = { kind: 'wake'; atMs: number } | { kind: 'stop' };

export type FromThread =
  /** Events are in the outbox. */
  | { kind: 'told' }
  | { kind: 'judged'; untilMs: number }
  | { kind: 'trouble'; message: string; fields: object };

export interface ThreadListeners {
  log: Logger;
  /** Events are in the outbox. */
  onTold: () => void;
  /** All quotes that were stored before this moment by the shop's clock, in milliseconds, have been judged. */
  onJudged: (untilMs: number) => void;
}

export interface EvaluationThread {
  /** Evaluates what there is; the first call starts the thread. `now` is the shop's clock. */
  wake(now: Date): void;
  /** Ends the present round and the thread, and lets another replica evaluate. */
  stop(): Promise<void>;
}

export function createEvaluationThread(
  options: ThreadOptions,
  listeners: ThreadListeners,
): EvaluationThread {
  let worker: Worker | null = null;
  let isStopped = false;

  const send = (to: Worker, message: ToThread) => to.postMessage(message);

  function start(): Worker {
    const file = new URL('./evaluate-in-thread.ts', import.meta.url);
    const started = new Worker(file, { workerData: options });
    started.on('message', (message: FromThread) => hear(message, listeners));
    // Nobody has handled it there: as with any such error, the process ends and is started anew.
    started.on('error', (error) => {
      throw error;
    });
    return started;
  }

  return {
    wake(now) {
      if (isStopped) return;
      worker ??= start();
      send(worker, { kind: 'wake', atMs: now.getTime() });
    },
    async stop() {
      isStopped = true;
      if (worker === null) return;
      const ended = once(worker, 'exit');
      send(worker, { kind: 'stop' });
      await ended;
    },
  };
}

function hear(message: FromThread, { log, onTold, onJudged }: ThreadListeners): void {
  if (message.kind === 'told') onTold();
  else if (message.kind === 'judged') onJudged(message.untilMs);
  else log.warn(message.fields, message.message);
}
