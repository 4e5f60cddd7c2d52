/** Keeps a store in step with the cluster: lists one kind, then watches it, for as long as it is not stopped. */
import type { Logger } from '@balcao/kit/log.ts';
import { AnswerError } from './answer-error.ts';
import { type BackoffOptions, backoffMs } from './backoff.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import type { Cluster, Selection } from './cluster.ts';
import { isVersionLost, KubeError } from './kube-error.ts';
import type { KubeMetrics } from './kube-metrics.ts';
import { type Known, type Look, listAll, watchOnce } from './list-watch.ts';
import type { ResourceType } from './resource-type.ts';
import type { Store } from './store.ts';

export interface ReflectorOptions {
  cluster: Cluster;
  type: ResourceType;
  store: Store;
  log: Logger;
  metrics: KubeMetrics;
  /** One namespace and labels; default: everything of the kind. For some namespaces take a reflector for each. */
  selection?: Selection | undefined;
  /** Objects of one page of a list. Default 500. */
  pageSize?: number | undefined;
  /** A watch lives between this and twice as long, so that many do not end together. Default 5 minutes. */
  watchMs?: number | undefined;
  /** Without a byte for so long a watch is taken for dead; the server sends bookmarks each minute. Default 150 s. */
  idleMs?: number | undefined;
  /** After so long everything is listed again, for what a watch may have kept from us. Default 1 hour. */
  relistMs?: number | undefined;
  /** Between attempts that fail. Default: 500 ms, doubled up to 30 s. */
  backoff?: BackoffOptions | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
}

export interface Reflector {
  kind: string;
  /** Safe to call twice; after `stop` it begins anew, with a list. */
  start(): void;
  /** Nothing reaches the store once it is called, whatever was on its way; resolves when the connection is closed. */
  stop(): Promise<void>;
  /** Since the server last told anything: a list, an event or a bookmark. */
  lastEventAgeMs(): number;
  /**
   * Since the loop last got anywhere: the server told something, or an attempt failed and another is to come. A server
   * that is away keeps this small; a watch that hangs does not. For liveness.
   */
  lastSignAgeMs(): number;
}

const defaults = {
  pageSize: 500,
  watchMs: 300_000,
  idleMs: 150_000,
  relistMs: 3_600_000,
  backoff: { baseMs: 500, maxMs: 30_000 },
};

/** A list that expires so often between its pages is read without them. */
const pagedLists = 2;

/** From one start to the next stop: what comes for an earlier one is of no interest. */
interface Epoch {
  stop: AbortController;
  over: Promise<void>;
}

export function createReflector(options: ReflectorOptions): Reflector {
  const {
    type,
    log,
    metrics,
    store,
    selection = {},
    clock = systemClock,
    random = Math.random,
  } = options;
  const { backoff = defaults.backoff, relistMs = defaults.relistMs } = options;
  const { kind } = type;
  const labels = { kind, namespace: selection.namespace ?? '' };
  let epoch: Epoch | undefined;
  const look: Look = {
    cluster: options.cluster,
    type,
    store,
    selection,
    pageSize: options.pageSize ?? defaults.pageSize,
    watchMs: options.watchMs ?? defaults.watchMs,
    idleMs: options.idleMs ?? defaults.idleMs,
    clock,
    random,
    onHeard,
  };
  let failures = 0;
  let expired = 0;
  let lastEventMs = clock.nowMs();
  let lastSignMs = lastEventMs;

  function onHeard(): void {
    failures = 0;
    lastEventMs = clock.nowMs();
    lastSignMs = lastEventMs;
  }

  async function list(signal: AbortSignal): Promise<Known> {
    try {
      const known = await listAll(look, expired < pagedLists, signal);
      expired = 0;
      metrics.lists.inc({ kind });
      return known;
    } catch (error) {
      if (isVersionLost(error)) expired += 1;
      throw error;
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let known: Known | undefined;
    while (!signal.aborted) {
      const beganMs = clock.nowMs();
      try {
        if (known === undefined || beganMs - known.listedAtMs >= relistMs)
          known = await list(signal);
        await watchOnce(look, known, signal);
        metrics.watchRestarts.inc({ kind, reason: 'closed' });
        // A server that ends every watch at once is not asked as fast as it can answer.
        if (clock.nowMs() - beganMs < backoff.baseMs) await wait(signal);
      } catch (error) {
        if (signal.aborted) return;
        lastSignMs = clock.nowMs();
        const reason = reasonOf(error);
        metrics.watchRestarts.inc({ kind, reason });
        if (reason === 'expired' || reason === 'unreadable') known = undefined;
        log.warn({ err: error, kind, reason }, 'a list or watch ended; it is begun again');
        await wait(signal, error instanceof KubeError ? error.retryAfterMs : 0);
      }
    }
  }

  async function wait(signal: AbortSignal, atLeastMs = 0): Promise<void> {
    const ms = Math.max(atLeastMs, backoffMs(backoff, failures, random()));
    failures += 1;
    await pause(clock, ms, signal);
  }

  metrics.lastEventAge.show(labels, () => (clock.nowMs() - lastEventMs) / 1000);
  metrics.objects.show(labels, () => store.list(selection.namespace).length);

  return {
    kind,
    start() {
      if (epoch !== undefined) return;
      const stop = new AbortController();
      failures = 0;
      epoch = { stop, over: run(stop.signal) };
    },
    async stop() {
      const ending = epoch;
      epoch = undefined;
      ending?.stop.abort(new Error('the reflector was stopped'));
      await ending?.over;
    },
    lastEventAgeMs: () => clock.nowMs() - lastEventMs,
    lastSignAgeMs: () => clock.nowMs() - lastSignMs,
  };
}

/** As the metric `kube_watch_restarts_total` names it. */
function reasonOf(error: unknown): string {
  if (isVersionLost(error)) return 'expired';
  if (error instanceof KubeError) return 'refused';
  return error instanceof AnswerError ? error.fault : 'error';
}
