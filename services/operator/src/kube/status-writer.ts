/** Writes statuses sparingly: only what has changed, and each object at most once in a while. */
import { isDeepStrictEqual } from 'node:util';
import { type Clock, systemClock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import { type KubeObject, keyOf } from './kube-object.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';

export interface StatusWriterOptions {
  cluster: Cluster;
  type: ResourceType;
  fieldManager: string;
  /** Between two writes of one object. Default 10 s. */
  everyMs?: number | undefined;
  clock?: Clock | undefined;
}

export type Written =
  | { outcome: 'written' }
  | { outcome: 'unchanged' }
  /** Not now: whoever looks again then has a newer status, which is why none is kept here. */
  | { outcome: 'postponed'; retryAfterMs: number };

export interface StatusWriter {
  /** @param object as it is known; its `status` is what is compared with, unless one was written since */
  write(object: KubeObject, status: Record<string, unknown>, signal: AbortSignal): Promise<Written>;
  /** The object is gone. */
  forget(key: string): void;
}

interface Last {
  uid: string | undefined;
  atMs: number;
  /** In JSON, which takes a fraction of the room; undefined while it is not known whether it was written. */
  status: string | undefined;
  /** The object as it was known then: where it is known no newer, the cache has not heard of the write yet. */
  version: string | undefined;
}

export function createStatusWriter(options: StatusWriterOptions): StatusWriter {
  const { cluster, type, fieldManager, everyMs = 10_000, clock = systemClock } = options;
  const last = new Map<string, Last>();

  return {
    async write(object, status, signal) {
      const key = keyOf(object);
      const { namespace, name, uid, resourceVersion: version } = object.metadata;
      const own = last.get(key);
      const before = own?.uid === uid ? own : undefined;
      const isBehind = before !== undefined && before.version === version;
      const text = JSON.stringify(status);
      const known = isBehind ? parsed(before.status) : plain(object.status);
      if (isDeepStrictEqual(parsed(text), known)) return { outcome: 'unchanged' };
      const retryAfterMs = before === undefined ? 0 : before.atMs + everyMs - clock.nowMs();
      if (retryAfterMs > 0) return { outcome: 'postponed', retryAfterMs };
      // Counted before it is sent: one whose answer is lost may have been written.
      last.set(key, { uid, atMs: clock.nowMs(), status: undefined, version });
      await cluster.applyStatus(
        {
          type,
          object: {
            apiVersion: apiVersionOf(type),
            kind: type.kind,
            metadata: { namespace, name, uid },
            status,
          },
          options: { fieldManager },
        },
        signal,
      );
      last.set(key, { uid, atMs: clock.nowMs(), status: text, version });
      return { outcome: 'written' };
    },
    forget: (key) => void last.delete(key),
  };
}

const parsed = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(text);

/** As it looks after a way over the wire: without what is undefined. */
const plain = (value: unknown): unknown => parsed(JSON.stringify(value ?? {}));
