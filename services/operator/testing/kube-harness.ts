/** What tests of the operator's client need: a server, a cluster connected to it, metrics, a log to look into. */
import { createLogger, type Logger } from '@balcao/kit/log.ts';
import { Registry } from 'prom-client';
import { type ConnectedCluster, connectCluster } from '../src/kube/connect-cluster.ts';
import { createKubeMetrics, type KubeMetrics } from '../src/kube/kube-metrics.ts';
import type { KubeObject } from '../src/kube/kube-object.ts';
import type { ResourceType } from '../src/kube/resource-type.ts';
import { type FakeApiServer, startFakeApiServer } from './fake-api-server.ts';

export const things: ResourceType = {
  group: 'example.dev',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  isNamespaced: true,
};

export const thingsPath = '/apis/example.dev/v1/things';

/** Where the fake server keeps things of a namespace. */
export const thingsIn = (namespace: string, name?: string) => ({
  collection: thingsPath,
  namespace,
  name,
});

export function thing(name: string, spec: object = {}, namespace = 'shop'): KubeObject {
  return { apiVersion: 'example.dev/v1', kind: 'Thing', metadata: { namespace, name }, spec };
}

export interface KubeHarness {
  server: FakeApiServer;
  cluster: ConnectedCluster;
  metrics: KubeMetrics;
  registry: Registry;
  log: Logger;
  /** Puts things of a namespace where the server keeps them. */
  seed(...names: string[]): void;
  /** Sum of a metric over the series that have these labels. */
  total(name: string, labels?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
}

export async function startKubeHarness(timeoutMs = 2_000): Promise<KubeHarness> {
  const server = await startFakeApiServer();
  const registry = new Registry();
  const metrics = createKubeMetrics(registry);
  const cluster = connectCluster({ credentials: server.kubeConfig(), metrics, timeoutMs });
  return {
    server,
    cluster,
    metrics,
    registry,
    log: createLogger({ level: 'silent' }),
    seed(...names) {
      for (const name of names) server.objects.create(thingsIn('shop'), thing(name));
    },
    async total(name, labels = {}) {
      const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
      return values
        .filter((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value))
        .reduce((sum, { value }) => sum + value, 0);
    },
    async stop() {
      cluster.close();
      await server.kill();
    },
  };
}
