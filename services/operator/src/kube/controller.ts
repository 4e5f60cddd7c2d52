/** Reconciles the objects of one kind: what has changed, what failed, and from time to time all of them. */
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '@balcao/kit/log.ts';
import type { BackoffOptions } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import type { KubeMetrics } from './kube-metrics.ts';
import type { KubeObject, ObjectMeta } from './kube-object.ts';
import type { StatusWriter } from './status-writer.ts';
import type { Change, ReadStore } from './store.ts';
import { TerminalError } from './terminal-error.ts';
import type { RateOptions } from './token-bucket.ts';
import { createWorkQueue } from './work-queue.ts';

export interface Request {
  /** `namespace/name`. */
  key: string;
  /** As the cache knows it now (frozen); undefined when it is gone. */
  object: KubeObject | undefined;
  /** Aborted when the operator stops or leads no longer. */
  signal: AbortSignal;
}

export interface Outcome {
  /** What `status` is to be; nothing is written where it is so already. Absent: `status` is left alone. */
  status?: Record<string, unknown> | undefined;
  /** When to look again, beside changes and resyncs. */
  requeueAfterMs?: number | undefined;
}

/**
 * Brings the world to what the object says, whatever has happened before: it may be called twice, late, and never for
 * some of the states in between. Rejects with a `TerminalError` for what only a change of the object can mend, with any
 * other error to be called again with growing delays.
 */
export type Reconcile = (request: Request) => Promise<Outcome | undefined>;

/** Objects of another kind whose changes concern objects of this one, such as Jobs of a Backup. */
export interface Source {
  store: ReadStore;
  /** Keys of the objects that have to look again. */
  keysOf(object: KubeObject): string[];
}

export interface ControllerOptions {
  /** The kind, in metrics and logs. */
  kind: string;
  store: ReadStore;
  reconcile: Reconcile;
  statusWriter: StatusWriter;
  /** The status that tells of an error (terminal or not); undefined, or no such function, leaves it alone. */
  describeError?: ((object: KubeObject, error: unknown) => Outcome['status']) | undefined;
  also?: Source[] | undefined;
  log: Logger;
  metrics: KubeMetrics;
  /** Within so long every object is looked at again, so that drift is corrected. Default 10 minutes. */
  resyncMs?: number | undefined;
  workers?: number | undefined;
  backoff?: BackoffOptions | undefined;
  rate?: RateOptions | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
}

export interface Controller {
  /** Begins when all its stores are synced: before that a missing object would seem deleted. */
  start(): void;
  /** Resolves when nothing is being reconciled; what takes longer than `graceMs` is told by its signal. */
  stop(graceMs?: number): Promise<void>;
  /** Looks at one again, soon: for what is seen outside of the cluster, a thousand at a time. */
  enqueue(key: string): void;
}

export function createController(options: ControllerOptions): Controller {
  const { kind, store, also = [], metrics, resyncMs = 600_000 } = options;
  const { clock = systemClock, random = Math.random } = options;
  const log = options.log.child({ controller: kind });
  const queue = createWorkQueue({
    ...options,
    log,
    clock,
    random,
    async handle(key, signal) {
      const object = store.get(key);
      const afterMs = await reconcileOne(options, { key, object, signal });
      // Spread, so that objects that began together do not stay together.
      return object === undefined ? afterMs : earlier(afterMs, resyncMs * (0.5 + random() / 2));
    },
    onRetry: () => metrics.queueRetries.inc({ controller: kind }),
  });
  const ends: (() => void)[] = [];
  let isStopped = false;

  async function begin(): Promise<void> {
    await Promise.all([store, ...also.map((source) => source.store)].map((one) => one.synced()));
    if (isStopped) return;
    for (const key of store.keys()) queue.add(key);
    queue.start();
    log.info({ objects: store.size() }, 'reconciling');
  }

  return {
    start() {
      ends.push(
        metrics.queueDepth.show({ controller: kind }, queue.depth),
        metrics.queueAge.show({ controller: kind }, () => queue.oldestAgeMs() / 1000),
        store.onChange((change) => {
          if (isNews(change)) queue.add(change.key);
        }),
        ...also.map(({ store: other, keysOf }) =>
          other.onChange(({ before, after }) => {
            for (const object of [before, after])
              if (object !== undefined) for (const key of keysOf(object)) queue.add(key);
          }),
        ),
      );
      void begin();
    },
    async stop(graceMs) {
      isStopped = true;
      for (const end of ends) end();
      await queue.stop(graceMs);
    },
    enqueue: queue.look,
  };
}

/** Not what the operator has itself written into the status: that would be answered by another look for ever. */
function isNews({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return true;
  if (after.metadata.generation === undefined) return true;
  return !isDeepStrictEqual(concern(before.metadata), concern(after.metadata));
}

function concern(metadata: ObjectMeta): unknown {
  const { uid, generation, deletionTimestamp, finalizers, labels, annotations, ownerReferences } =
    metadata;
  return [uid, generation, deletionTimestamp, finalizers, labels, annotations, ownerReferences];
}

async function reconcileOne(
  options: ControllerOptions,
  request: Request,
): Promise<number | undefined> {
  const { kind, metrics, statusWriter, reconcile, clock = systemClock } = options;
  const beganMs = clock.nowMs();
  const end = (result: 'done' | 'requeued' | 'terminal' | 'failed') => {
    metrics.reconciles.inc({ kind, result });
    metrics.reconcileDuration.observe({ kind, result }, (clock.nowMs() - beganMs) / 1000);
  };
  if (request.object === undefined) statusWriter.forget(request.key);
  try {
    const { status, requeueAfterMs } = (await reconcile(request)) ?? {};
    const postponedMs = await writeStatus(options, request, status);
    const afterMs = earlier(requeueAfterMs, postponedMs);
    end(afterMs === undefined ? 'done' : 'requeued');
    return afterMs;
  } catch (error) {
    const isTerminal = error instanceof TerminalError;
    end(isTerminal ? 'terminal' : 'failed');
    const afterMs = await tellError(options, request, error);
    if (!isTerminal) throw error;
    options.log.warn({ err: error, key: request.key, kind }, 'waits for a change of the object');
    return afterMs;
  }
}

/** Answers when to try again to write it, in milliseconds. */
async function writeStatus(
  { kind, metrics, statusWriter }: ControllerOptions,
  { object, signal }: Request,
  status: Outcome['status'],
): Promise<number | undefined> {
  if (object === undefined || status === undefined) return undefined;
  const written = await statusWriter.write(object, status, signal);
  metrics.statusWrites.inc({ kind, outcome: written.outcome });
  return written.outcome === 'postponed' ? written.retryAfterMs : undefined;
}

/** A status that cannot be written is tried again with all the rest. */
async function tellError(
  options: ControllerOptions,
  request: Request,
  error: unknown,
): Promise<number | undefined> {
  const { object, signal } = request;
  if (object === undefined || signal.aborted) return undefined;
  return writeStatus(options, request, options.describeError?.(object, error));
}

const earlier = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
