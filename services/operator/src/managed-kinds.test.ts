/** Protects: each kind has a controller that brings its objects into the shop of their namespace, and tells their state. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createLogger } from '@balcao/kit/log.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { Registry } from 'prom-client';
import type { ApplyCall, Cluster } from './kube/cluster.ts';
import type { Controller } from './kube/controller.ts';
import { createKubeMetrics } from './kube/kube-metrics.ts';
import type { KubeObject } from './kube/kube-object.ts';
import { createStore, type Store } from './kube/store.ts';
import { managedKinds } from './managed-kinds.ts';

const forever = new AbortController().signal;
const log = createLogger({ level: 'silent' });
const metadata = { namespace: 'shop', name: 'usd', uid: '0197f0c0-0000-7000-8000-000000000001' };
const spec = { provider: 'awesomeapi', symbol: 'USD-BRL', code: 'USD-BRL', everySeconds: 60 };

/** A shop that has no feeds and no rules, and takes some. */
async function openShop() {
  const made: unknown[] = [];
  const server = createServer(async (request, response) => {
    const body = await new Response(ReadableStream.from(request)).text();
    const answers: Record<string, () => object> = {
      'POST /api/v1/auth/token': () => ({ accessToken: 't', expiresInSeconds: 900 }),
      'GET /api/v1/market/feeds?limit=200': () => ({ items: [], nextCursor: null }),
      'POST /api/v1/market/feeds': () => {
        made.push(JSON.parse(body));
        const state = { health: 'new', nextDueAt: '2026-11-26T12:00:00Z', collectedAt: null };
        const more = { ...state, active: true, lastError: null, lastQuote: null, version: 1 };
        return { ...JSON.parse(body), ...more };
      },
      'GET /api/v1/market/rules?limit=200': () => ({ items: [], nextCursor: null }),
      'POST /api/v1/market/rules': () => {
        made.push(JSON.parse(body));
        return { ...JSON.parse(body), states: [], version: 1 };
      },
    };
    const answer = answers[`${request.method} ${request.url}`];
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer?.() ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { made, url, close: () => server.close() };
}

function accessSecret(url: string): KubeObject {
  const texts = { clientId: metadata.uid, clientSecret: 'secret', 'auth-url': url };
  const all = { ...texts, 'market-analyzer-url': url, 'notifier-url': url };
  const data = Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  return { metadata: { name: 'access' }, data };
}

/** A cluster with a Secret for the shop of each namespace, which keeps what is applied. */
function openCluster(urls: Record<string, string>) {
  const applied: KubeObject[] = [];
  const secretsOf = (namespace = '') => {
    const url = urls[namespace];
    return url === undefined ? [] : [accessSecret(url)];
  };
  const keep = async ({ object }: ApplyCall) => {
    applied.push(object);
    return object;
  };
  const never = () => {
    throw new Error('no controller does this');
  };
  const cluster: Cluster = {
    ...{ watch: never, create: never, update: never, delete: never },
    get: async () => undefined,
    list: async (_, { namespace }) => ({ items: secretsOf(namespace), resourceVersion: '1' }),
    apply: keep,
    applyStatus: keep,
  };
  return { cluster, applied };
}

describe('kinds that are kept in the shop', () => {
  it('are feeds, rules and channels', () => {
    const names = managedKinds.map(({ type }) => type.kind);
    assert.deepEqual(names, ['PriceFeed', 'AlertRule', 'NotificationChannel']);
  });

  function openFeeds(cluster: Cluster, feeds: KubeObject[]): Controller | undefined {
    const store = createStore({ log });
    store.replace(feeds, undefined);
    return openKind('PriceFeed', cluster, store);
  }

  function openKind(name: string, cluster: Cluster, store: Store): Controller | undefined {
    const kind = managedKinds.find(({ type }) => type.kind === name);
    return kind?.createController({
      ...{ cluster, log, resyncMs: 600_000, metrics: createKubeMetrics(new Registry()) },
      fence: { term: 1, isHeld: () => true, ending: forever, signal: forever },
      storeOf: () => store,
      events: { record: async () => undefined },
      jobSettings: { image: '', scratchImage: '', pullPolicy: '', pullSecrets: [] },
      backupMetrics: { show: () => () => undefined },
    });
  }

  it('are made there by their controllers, after the finalizer and before the status', async () => {
    const shop = await openShop();
    const { cluster, applied } = openCluster({ shop: shop.url });
    const controller = openFeeds(cluster, [{ metadata: { ...metadata, generation: 1 }, spec }]);
    controller?.start();
    try {
      await eventually(async () => assert.equal(applied.length, 2));
    } finally {
      await controller?.stop();
      shop.close();
    }
    const [first, last] = applied;
    assert.deepEqual(first?.metadata.finalizers, ['balcao.dev/cleanup']);
    assert.equal(shop.made.length, 1);
    assert.match(JSON.stringify(last?.status), /"reason":"NotCollectedYet"/);
  });

  it('are made in the shop of their namespace, though another has one of the same name, or has no shop', async () => {
    const [north, south] = [await openShop(), await openShop()];
    const { cluster, applied } = openCluster({ north: north.url, south: south.url });
    const namespaces = ['north', 'south', 'nowhere'];
    const uids = namespaces.map(() => crypto.randomUUID());
    const feeds = namespaces.map((namespace, n) => ({
      metadata: { ...metadata, namespace, uid: uids[n], generation: 1 },
      spec,
    }));
    const controller = openFeeds(cluster, feeds);
    controller?.start();
    const statusIn = (namespace: string) => {
      const mine = applied.find((one) => one.metadata.namespace === namespace && one.status);
      return mine === undefined ? '' : JSON.stringify(mine.status);
    };
    try {
      await eventually(async () => {
        for (const namespace of namespaces) assert.ok(statusIn(namespace), namespace);
      });
    } finally {
      await controller?.stop();
      north.close();
      south.close();
    }
    for (const [n, { made }] of [north, south].entries()) {
      const ids = made.map((one) => [Object(one).id, Object(one).managedBy]);
      assert.deepEqual(ids, [[uids[n], `kubernetes:${namespaces[n]}/PriceFeed/usd`]]);
    }
    assert.match(statusIn('nowhere'), /"reason":"NoShop"/);
    for (const namespace of ['north', 'south'])
      assert.match(statusIn(namespace), /"reason":"NotCollectedYet"/);
  });

  it('do not lead to a feed that is being deleted', async () => {
    const shop = await openShop();
    const { cluster, applied } = openCluster({ shop: shop.url });
    const going: KubeObject = {
      metadata: {
        ...{ namespace: 'shop', name: 'going', uid: crypto.randomUUID(), generation: 2 },
        deletionTimestamp: '2026-11-26T12:00:00Z',
      },
      spec,
      status: { id: crypto.randomUUID() },
    };
    const leading = {
      metadata: { ...metadata, generation: 1 },
      spec: { ...spec, fallback: 'going' },
    };
    const controller = openFeeds(cluster, [going, leading]);
    controller?.start();
    try {
      await eventually(() =>
        assert.match(
          JSON.stringify(applied.map(({ status }) => status)),
          /FallbackMissing.*The PriceFeed going does not exist/,
        ),
      );
    } finally {
      await controller?.stop();
      shop.close();
    }
    assert.deepEqual(shop.made, []);
  });

  it('wait for the rules that they name, and are made with the ids that the shop has those by', async () => {
    const shop = await openShop();
    const { cluster, applied } = openCluster({ shop: shop.url });
    const condition = { kind: 'absent', afterSeconds: 600 };
    const ruleOf = (name: string, more: object = {}): KubeObject => ({
      metadata: { namespace: 'shop', name, uid: crypto.randomUUID(), generation: 1 },
      spec: { symbols: ['USD-BRL'], condition, ...more },
    });
    const [source, target] = [ruleOf('source'), ruleOf('target', { inhibitedBy: ['source'] })];
    const store = createStore({ log });
    store.replace([target], undefined);
    const controller = openKind('AlertRule', cluster, store);
    controller?.start();
    const isTold = (text: RegExp) =>
      eventually(() => assert.match(JSON.stringify(applied.map(({ status }) => status)), text));
    try {
      await isTold(/InhibitorMissing.*The AlertRule source does not exist/);
      store.put(source);
      await eventually(() => assert.equal(shop.made.length, 1));
      await isTold(/"reason":"Watching"/);
      const { uid: id } = source.metadata;
      store.put({ ...source, metadata: { ...source.metadata, generation: 2 }, status: { id } });
      store.put({ ...target, metadata: { ...target.metadata, generation: 2 } });
      await eventually(() => assert.equal(shop.made.length, 2));
    } finally {
      await controller?.stop();
      shop.close();
    }
    const named = shop.made.map((one) => [Object(one).id, Object(one).inhibitedBy]);
    assert.deepEqual(named, [
      [source.metadata.uid, undefined],
      [target.metadata.uid, [source.metadata.uid]],
    ]);
  });
});
