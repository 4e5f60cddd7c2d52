/** A whole shop that the operator's reconcilers look after, and a cluster in memory in which things are declared. */

import { createLogger } from '@balcao/kit/log.ts';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { startTcpProxy, type TcpProxy } from '@balcao/kit/testing/tcp-proxy.ts';
import { operatorMachineId } from '../../services/contracts/api/machines.ts';
import { systemClock } from '../../services/operator/src/kube/clock.ts';
import type { EventRecorder, News } from '../../services/operator/src/kube/event-recorder.ts';
import { createAlertRuleReconciler } from '../../services/operator/src/reconcilers/alert-rule.ts';
import type { ReconcilerDeps } from '../../services/operator/src/reconcilers/managed-kind.ts';
import { createNotificationChannelReconciler } from '../../services/operator/src/reconcilers/notification-channel.ts';
import { createPriceFeedReconciler } from '../../services/operator/src/reconcilers/price-feed.ts';
import type { Reconciler } from '../../services/operator/src/reconcilers/reconcile-managed.ts';
import { createShops, type Shops } from '../../services/operator/src/shops.ts';
import { createMemoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { openWholeShop } from './whole-shop.ts';

export type Kind = 'PriceFeed' | 'AlertRule' | 'NotificationChannel';
export const namespace = 'shop';

export interface OperatedShop {
  cluster: MemoryCluster;
  shops: Shops;
  /** What people were told by Events. */
  news: News[];
  /** Between the operator and the shop. */
  proxy: TcpProxy;
  /** Calls the shop as its owner, and as the operator. */
  owner: ApiClient;
  machine: ApiClient;
  /** Declares it; answers its uid. */
  declare(kind: Kind, name: string, spec: object): string;
  /** Reconciles once and keeps the status, as a controller does; answers the object as it is then. */
  reconcile(kind: Kind, name: string): Promise<Record<string, unknown> | undefined>;
  close(): Promise<void>;
}

const secret = 'a secret of the operator, for tests'.replaceAll(/[ ,]+/g, '-');
const owner = { email: 'owner@shop.example', password: 'picanha na brasa' };
const recorded = (news: News[]): EventRecorder => ({
  record: async (_, one) => void news.push(one),
});

export async function openOperatedShop(): Promise<OperatedShop> {
  const shop = await openWholeShop({
    LOG_LEVEL: 'silent',
    AUTH_OPERATOR_SECRET: secret,
    AUTH_ADMIN_EMAIL: owner.email,
    AUTH_ADMIN_PASSWORD: owner.password,
  });
  const proxy = await startTcpProxy(shop.url);
  const cluster = createMemoryCluster();
  cluster.put('Secret', accessSecret(proxy.url.replace(/\/$/, '')));
  const news: News[] = [];
  const log = createLogger({ level: 'silent' });
  const shops = createShops({ cluster, log, onChange: () => undefined });
  const recorder = recorded(news);
  const deps = (kind: Kind): ReconcilerDeps => ({
    cluster,
    shops,
    recorder,
    clock: systemClock,
    store: { get: (key) => cluster.find(kind, key) },
  });
  const reconcilers: Record<Kind, Reconciler> = {
    PriceFeed: createPriceFeedReconciler(deps('PriceFeed')),
    AlertRule: createAlertRuleReconciler(deps('AlertRule')),
    NotificationChannel: createNotificationChannelReconciler(deps('NotificationChannel')),
  };
  return {
    ...{ cluster, shops, news, proxy },
    owner: await asOwner(shop.url),
    machine: await asMachine(shop.url),
    declare(kind, name, spec) {
      return cluster.put(kind, { metadata: { namespace, name }, spec }).metadata.uid ?? '';
    },
    reconcile: (kind, name) => reconcileOnce(cluster, reconcilers[kind], { kind, name }),
    async close() {
      await shops.stop();
      await proxy.close();
      await shop.close();
    },
  };
}

async function reconcileOnce(
  cluster: MemoryCluster,
  { reconcile, describeError }: Reconciler,
  { kind, name }: { kind: Kind; name: string },
): Promise<Record<string, unknown> | undefined> {
  const key = `${namespace}/${name}`;
  const object = cluster.find(kind, key);
  const { signal } = new AbortController();
  const write = (status: unknown) => {
    const now = cluster.find(kind, key);
    if (now === undefined || status === undefined) return;
    const type = { group: '', version: '', kind, plural: '', isNamespaced: true };
    void cluster.applyStatus(
      { type, object: { ...now, status }, options: { fieldManager: '' } },
      signal,
    );
  };
  try {
    const outcome = await reconcile({ key, object, signal });
    write(outcome?.status);
  } catch (error) {
    if (object !== undefined) write(describeError(object, error));
  }
  return cluster.find(kind, key);
}

function accessSecret(url: string) {
  const texts = {
    clientId: operatorMachineId,
    clientSecret: secret,
    'auth-url': url,
    'market-analyzer-url': url,
    'notifier-url': url,
  };
  const labels = { 'balcao.dev/shop-access': 'operator' };
  return { metadata: { namespace, name: 'shop-operator', labels }, data: encoded(texts) };
}

/** As a Secret has it. */
export function encoded(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
}

async function asOwner(url: string): Promise<ApiClient> {
  const { body } = await createApiClient(url).post('/auth/login', owner);
  return createApiClient(url, body.accessToken);
}

async function asMachine(url: string): Promise<ApiClient> {
  const request = { clientId: operatorMachineId, clientSecret: secret };
  const { body } = await createApiClient(url).post('/auth/token', request);
  return createApiClient(url, body.accessToken);
}
