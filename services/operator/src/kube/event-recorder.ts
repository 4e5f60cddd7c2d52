/** Tells in Events what has happened to an object: once for each time that it happens, repeats counted. */
import { createHash, randomBytes } from 'node:crypto';
import type { Logger } from '@balcao/kit/log.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import { type KubeObject, keyOf } from './kube-object.ts';
import { microTime } from './micro-time.ts';
import { events } from './resource-type.ts';

export interface News {
  type: 'Normal' | 'Warning';
  /** One word in CamelCase: why. `docs/operator.md` lists all of them. */
  reason: string;
  /** One word in CamelCase: what was being done, such as `Reconcile`. */
  action: string;
  /** A sentence for people, at most 1,024 characters are kept. */
  note: string;
}

export interface EventRecorderOptions {
  cluster: Cluster;
  /** Who reports, such as `balcao.dev/pricefeed`. */
  controller: string;
  /** Which replica. */
  instance: string;
  log: Logger;
  clock?: Clock | undefined;
}

export interface EventRecorder {
  /**
   * Tells one transition; never rejects, since an Event is a courtesy. The same news of the same object within 10
   * minutes is one Event with a count; no object has more than 25 at once and one more each 5 minutes.
   */
  record(object: KubeObject, news: News, signal: AbortSignal): Promise<void>;
}

/** No more than it takes to count it up: thousands are remembered. */
interface Told {
  namespace: string | undefined;
  name: string;
  count: number;
  sinceMs: number;
  writtenMs: number;
}

const togetherMs = 600_000;
/** A count is written so often at most; what comes in between is in the next one. */
const betweenWritesMs = 60_000;
const budget = { size: 25, refillMs: 300_000 };
/** Of each of both memories: the oldest is forgotten, which costs an Event at most. */
const mostRemembered = 4_096;

export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { cluster, controller, log, clock = systemClock } = options;
  const told = new Map<string, Told>();
  const spent = new Map<string, { left: number; atMs: number }>();

  /** As client-go does: so many at once, then one each few minutes. */
  function isAffordable(uid: string): boolean {
    const nowMs = clock.nowMs();
    const before = spent.get(uid) ?? { left: budget.size, atMs: nowMs };
    const regained = (nowMs - before.atMs) / budget.refillMs;
    const left = Math.min(budget.size, before.left + regained);
    remember(spent, uid, { left: left < 1 ? left : left - 1, atMs: nowMs });
    return left >= 1;
  }

  async function repeat(one: Told, signal: AbortSignal): Promise<void> {
    one.count += 1;
    if (clock.nowMs() - one.writtenMs < betweenWritesMs) return;
    one.writtenMs = clock.nowMs();
    const { namespace, name } = one;
    const series = { count: one.count, lastObservedTime: microTime(clock.date()) };
    const object = { metadata: { namespace, name }, series };
    await cluster.apply({ type: events, object, options: { fieldManager: controller } }, signal);
  }

  async function tell(about: KubeObject, news: News, signal: AbortSignal): Promise<void> {
    const uid = about.metadata.uid ?? keyOf(about);
    const key = digest([uid, news]);
    const nowMs = clock.nowMs();
    const before = told.get(key);
    if (before !== undefined && nowMs - before.sinceMs < togetherMs) return repeat(before, signal);
    if (!isAffordable(uid)) return;
    const { metadata } = await cluster.create(events, eventOf(about, news, options), signal);
    const { namespace, name } = metadata;
    remember(told, key, { namespace, name, count: 1, sinceMs: nowMs, writtenMs: nowMs });
  }

  return {
    async record(object, news, signal) {
      try {
        await tell(object, news, signal);
      } catch (error) {
        log.warn({ err: error, key: keyOf(object), reason: news.reason }, 'an Event was not told');
      }
    },
  };
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

function eventOf(
  { apiVersion, kind, metadata }: KubeObject,
  { type, reason, action, note }: News,
  { controller, instance, clock = systemClock }: EventRecorderOptions,
): KubeObject {
  const { namespace, name, uid, resourceVersion } = metadata;
  return {
    metadata: {
      namespace: namespace ?? 'default',
      name: `${name.slice(0, 200)}.${randomBytes(8).toString('hex')}`,
    },
    eventTime: microTime(clock.date()),
    reportingController: controller,
    reportingInstance: instance.slice(0, 128),
    regarding: { apiVersion, kind, namespace, name, uid, resourceVersion },
    type,
    reason,
    action,
    note: note.length > 1_024 ? `${note.slice(0, 1_023)}…` : note,
  };
}

function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  memory.delete(key);
  memory.set(key, value);
  const [oldest] = memory.keys();
  if (memory.size > mostRemembered && oldest !== undefined) memory.delete(oldest);
}
