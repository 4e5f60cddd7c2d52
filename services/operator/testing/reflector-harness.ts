/** What tests of the reflector need: one on a fake server for each test, stopped after it, and what it is asked about. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createReflector, type Reflector, type ReflectorOptions } from '../src/kube/reflector.ts';
import { createStore, type Store } from '../src/kube/store.ts';
import type { Asked } from './fake-api-server.ts';
import { type KubeHarness, startKubeHarness, things } from './kube-harness.ts';

export interface ReflectorHarness {
  kube: KubeHarness;
  store: Store;
  /** Starts one; it is stopped after the test. */
  reflect(options?: Partial<ReflectorOptions>): Reflector;
  /** Resolves when the store has exactly these. */
  knows(...keys: string[]): Promise<void>;
  /** Resolves when the server has so many open watches, by default one. */
  isWatching(count?: number): Promise<void>;
  /** Lists that the server was asked for. */
  lists(): Asked[];
}

const quick: Partial<ReflectorOptions> = {
  backoff: { baseMs: 20, maxMs: 100 },
  idleMs: 5_000,
  watchMs: 60_000,
};

/** For a suite: what it answers is there in each test, on a server of its own. */
export function useReflector(): () => ReflectorHarness {
  let harness: ReflectorHarness | undefined;
  const running: Reflector[] = [];

  beforeEach(async () => {
    const kube = await startKubeHarness();
    harness = open(kube, running);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await harness?.kube.stop();
  });

  return () => {
    if (harness === undefined) throw new Error('there is a reflector in tests only');
    return harness;
  };
}

function open(kube: KubeHarness, running: Reflector[]): ReflectorHarness {
  const { cluster, log, metrics, server } = kube;
  const harness: ReflectorHarness = {
    kube,
    store: createStore({ log }),
    reflect(options = {}) {
      const { store } = harness;
      const all = { cluster, type: things, store, log, metrics, ...quick, ...options };
      const reflector = createReflector(all);
      running.push(reflector);
      reflector.start();
      return reflector;
    },
    knows: (...keys) =>
      eventually(() => assert.deepEqual(harness.store.keys().sort(), keys.sort())),
    isWatching: (count = 1) => eventually(() => assert.equal(server.watches.count(), count)),
    lists: () => server.asked.filter(({ isWatch, method }) => method === 'GET' && !isWatch),
  };
  return harness;
}
