/** A real cluster with the operator's chart in it, a shop beside it, and operators that run under the chart's account. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createMetrics } from '@balcao/kit/metrics.ts';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { guard } from '../../services/local/src/guard.ts';
import { resourceTypeOf } from '../../services/operator/src/core-types.ts';
import {
  type ConnectedCluster,
  connectCluster,
} from '../../services/operator/src/kube/connect-cluster.ts';
import { createKubeMetrics } from '../../services/operator/src/kube/kube-metrics.ts';
import { loadCredentials } from '../../services/operator/src/load-credentials.ts';
import { allResources } from '../../services/operator/src/resources/all-resources.ts';
import { type AuditedCall, type RoleRule, readAuditLog } from './audit-log.ts';
import {
  installOperator,
  kubectl,
  letIn,
  machineSecret,
  namespace,
  newAccount,
  operatorChart,
  operatorName,
  readRules,
  runProgram,
} from './operator-install.ts';
import { compileOperator, type OperatorProcess, startOperatorProcess } from './operator-process.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { removeDataDir, startShopProcess } from './shop-process.ts';

const run = promisify(execFile);
const managedTypes = allResources.map(resourceTypeOf);
const owner = { email: 'owner@shop.example', password: 'picanha na brasa' };

export interface Outage {
  fromMs: number;
  untilMs: number;
}

export interface OperatedCluster {
  /** The API server as its admin sees it. */
  admin: ConnectedCluster;
  /** Calls the shop as its owner; logged in anew when its token has run out. */
  shop(): Promise<ApiClient>;
  proxy: RecordingProxy;
  /** A token of its own for each, so that the audit log tells them apart. */
  startOperator(name: string): Promise<OperatorProcess>;
  /** Calls of all operators, since the cluster was opened or since a later moment. */
  calls(sinceMs?: number): Promise<AuditedCall[]>;
  /** Those of whoever runs kubectl here. */
  adminCalls(sinceMs: number): Promise<AuditedCall[]>;
  /** Of all roles that the operator is given. */
  rules(): Promise<RoleRule[]>;
  /** From when to when parts of the control plane were away. */
  outages: readonly Outage[];
  /** Kills or restarts a part of the control plane. */
  fault(what: 'kill' | 'restart', component: 'apiserver' | 'etcd'): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param program `kill COMPONENT`, `restart COMPONENT` and `logs audit` of the cluster that kubectl's context is
 */
export async function openOperatedCluster(program: string): Promise<OperatedCluster> {
  const startedMs = Date.now();
  await Promise.all([installOperator(), compileOperator()]);
  const shop = await startShopProcess({
    args: ['--target', 'auth,market-analyzer,notifier'],
    env: {
      DATABASE_URL: '',
      AMQP_URL: '',
      REDIS_URL: '',
      LOG_LEVEL: 'error',
      // Beside a thousand that rest there are those that the tests change.
      MAX_ACTIVE_RULES: '2000',
      AUTH_OPERATOR_SECRET: machineSecret,
      AUTH_ADMIN_EMAIL: owner.email,
      AUTH_ADMIN_PASSWORD: owner.password,
    },
  });
  guard(shop.pid, 'SIGTERM');
  const proxy = await startRecordingProxy(shop.url);
  await letIn(proxy.url);
  const metrics = createKubeMetrics(createMetrics('tests').registry);
  const admin = connectCluster({ credentials: await loadCredentials(process.env), metrics });
  const running = new Set<OperatorProcess>();
  const outages: Outage[] = [];
  const username = `system:serviceaccount:${operatorName}:${operatorName}`;
  const logIn = keptLogin(shop.url);
  return {
    ...{ admin, proxy, outages, rules: readRules },
    shop: logIn,
    async startOperator(name) {
      const options = { name, account: await newAccount(), namespace: operatorName };
      const operator = await startOperatorProcess(options);
      running.add(operator);
      return operator;
    },
    calls: (sinceMs = startedMs) => readAuditLog(program, { username, sinceMs }),
    async adminCalls(sinceMs) {
      const shown = ['-o', 'jsonpath={.status.userInfo.username}'];
      const admin = await kubectl(['auth', 'whoami', ...shown]);
      return readAuditLog(program, { username: admin, sinceMs });
    },
    async fault(what, component) {
      if (what === 'kill') outages.push({ fromMs: Date.now(), untilMs: Number.POSITIVE_INFINITY });
      await run(program, [what, component]);
      if (what === 'kill') return;
      await isServed();
      const last = outages.at(-1);
      if (last !== undefined) last.untilMs = Date.now();
    },
    async close() {
      await Promise.all([...running].map((one) => one.killed()));
      await proxy.close();
      await shop.stop();
      await removeDataDir(shop.dataDir);
      await removeAll(admin);
      admin.close();
    },
  };
}

const isServed = () => eventually(() => kubectl(['get', '--raw', '/readyz']), 60_000);

/** A token lives for minutes, a run for some of them. */
function keptLogin(url: string): () => Promise<ApiClient> {
  let kept: { client: ApiClient; untilMs: number } | undefined;
  return async () => {
    if (kept !== undefined && Date.now() < kept.untilMs) return kept.client;
    const { body } = await createApiClient(url).post('/auth/login', owner);
    kept = { client: createApiClient(url, body.accessToken), untilMs: Date.now() + 120_000 };
    return kept.client;
  };
}

/** Nobody is left to take the finalizers off. */
async function removeAll(admin: ConnectedCluster): Promise<void> {
  const { signal } = new AbortController();
  for (const type of managedTypes) {
    const { items } = await admin.list(type, {}, signal);
    await inParallel(items, 16, async (object) => {
      const metadata = { ...object.metadata, finalizers: [] };
      await admin.update(type, { ...object, metadata }, signal);
    });
  }
  await kubectl(['delete', 'namespace', namespace, '--ignore-not-found']);
  await runProgram('helm', ['uninstall', operatorName, '--namespace', operatorName, '--wait']);
  await kubectl(['delete', '-f', `${operatorChart}/templates/crds`, '--ignore-not-found']);
  await kubectl(['delete', 'namespace', operatorName, '--ignore-not-found']);
}

/** Some at a time. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
