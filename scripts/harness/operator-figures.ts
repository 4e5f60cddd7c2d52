/** How fast, and at what cost, an operator brings declared objects into a shop. */
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type KubeObject, keyOf } from '../../services/operator/src/kube/kube-object.ts';
import {
  type DeclaredKind,
  declaration,
  declaredKinds,
  differences,
  hookSecret,
  nameOf,
} from './declared-objects.ts';
import { inParallel, type OperatedCluster } from './operated-cluster.ts';
import { kubectl, namespace } from './operator-install.ts';
import type { OperatorProcess } from './operator-process.ts';

const { signal } = new AbortController();
const fieldManager = 'tests';
/** Calls to the API server at a time. */
const atOnce = 16;
/** So much longer than it takes to look whether all is as declared, nobody looks. */
const idlePerLook = 4;

/** Declares one, or another version of it. */
export async function declare(
  { admin }: OperatedCluster,
  { kind, n, version }: { kind: DeclaredKind; n: number; version: number },
): Promise<void> {
  const object = declaration(kind, n, version);
  await admin.apply({ type: kind.type, object, options: { fieldManager } }, signal);
}

export async function makeHookSecret(): Promise<void> {
  const stringData = { secret: 'a-secret-of-thirty-two-characters' };
  const metadata = { name: hookSecret, namespace };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData };
  await kubectl(['apply', '-f', '-'], JSON.stringify(secret));
}

/** Declares so many of each kind as fast as the API server takes them; resolves when the shop has all. */
export async function declareMany(
  cluster: OperatedCluster,
  count: number,
): Promise<{ perSecond: number }> {
  await makeHookSecret();
  const startedMs = performance.now();
  const all = declaredKinds.flatMap((kind) =>
    Array.from({ length: count }, (_none, n) => ({ kind, n, version: 0 })),
  );
  await inParallel(all, atOnce, (one) => declare(cluster, one));
  await isAsDeclared(cluster, 400_000);
  return { perSecond: all.length / ((performance.now() - startedMs) / 1000) };
}

/** Resolves when the shop has everything as it is declared; rejects with what is otherwise. */
export async function isAsDeclared(cluster: OperatedCluster, timeoutMs = 90_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const beganMs = performance.now();
    const wrong = await look(cluster);
    if (wrong.length === 0) return;
    if (performance.now() > deadline)
      throw new Error(`${wrong.length}: ${wrong.slice(0, 5).join('; ')}`);
    // Thousands are read for a look: whoever looked all the time would be what is measured.
    await delay(idlePerLook * (performance.now() - beganMs));
  }
}

/** What is otherwise than declared; while one of the two cannot be asked, that. */
async function look({ admin, shop }: OperatedCluster): Promise<string[]> {
  try {
    return await differences(admin, await shop());
  } catch (error) {
    return [String(error)];
  }
}

/** Resolves when nothing waits for the operator: what it has made is looked at once more, and told in the status. */
export async function hasCaughtUp(operator: OperatorProcess, timeoutMs = 120_000): Promise<void> {
  await eventually(async () => {
    const metrics = await (await fetch(`${operator.url()}/metrics`)).text();
    const depths = [...metrics.matchAll(/^operator_queue_depth\{.*\} (\d+)$/gm)].map(([, depth]) =>
      Number(depth),
    );
    if (depths.length === 0 || depths.some((depth) => depth > 0)) throw new Error(`${depths}`);
  }, timeoutMs);
}

/**
 * Applies so many of each kind by one call of kubectl.
 * Answers the milliseconds from the API server's answer to kubectl to the shop's to the operator, sorted.
 */
export async function applyByKubectl(
  cluster: OperatedCluster,
  { from, count }: { from: number; count: number },
): Promise<number[]> {
  const startedMs = Date.now();
  const numbers = Array.from({ length: count }, (_none, n) => from + n);
  const all = numbers.flatMap((n) => declaredKinds.map((kind) => declaration(kind, n, 0)));
  await kubectl(['apply', '-f', '-'], all.map((one) => JSON.stringify(one)).join('\n---\n'));
  await isAsDeclared(cluster);
  const made = (await cluster.adminCalls(startedMs)).filter(({ verb }) => verb === 'create');
  const storedMs = new Map(
    made.map(({ resource, name, answeredMs }) => [`${resource}/${name}`, answeredMs]),
  );
  const names = new Set(numbers.map(nameOf));
  const took = await Promise.all(
    declaredKinds.map(async ({ type }) => {
      const { items } = await cluster.admin.list(type, { namespace }, signal);
      return items
        .filter(({ metadata }) => names.has(metadata.name))
        .map((object) =>
          tookMs(cluster, object, storedMs.get(`${type.plural}/${object.metadata.name}`)),
        );
    }),
  );
  return took.flat().sort((one, other) => one - other);
}

function tookMs({ proxy }: OperatedCluster, object: KubeObject, storedMs = Number.NaN): number {
  const { uid } = object.metadata;
  const made = proxy.writes.find(({ id, status }) => id === uid && status === 201);
  if (made === undefined) throw new Error(`${keyOf(object)} was never made`);
  return made.answeredMs - storedMs;
}

export interface Rest {
  /** Of one processor. */
  cpu: string;
  apiCalls: { total: number; byRight: Record<string, number> };
  shopCalls: number;
}

/** What an operator with nothing to do costs; figures are per minute. */
export async function measureRest(
  cluster: OperatedCluster,
  { operator, seconds }: { operator: OperatorProcess; seconds: number },
): Promise<Rest> {
  // What was changed before may still be told back: it is looked at every ten seconds, and statuses wait as long at most.
  await delay(25_000);
  const [sinceMs, cpuBefore, shopBefore] = [
    Date.now(),
    operator.cpuSeconds(),
    cluster.proxy.requests(),
  ];
  await delay(seconds * 1000);
  const cpuSeconds = operator.cpuSeconds() - cpuBefore;
  const shopCalls = cluster.proxy.requests() - shopBefore;
  const untilMs = Date.now();
  const calls = (await cluster.calls(sinceMs)).filter(({ atMs }) => atMs < untilMs);
  const byRight: Record<string, number> = {};
  for (const { verb, resource } of calls) {
    const right = `${verb} ${resource}`;
    byRight[right] = (byRight[right] ?? 0) + 60 / seconds;
  }
  const perMinute = (count: number) => Math.round((count * 60) / seconds);
  return {
    cpu: `${((cpuSeconds / seconds) * 100).toFixed(1)} % of a processor`,
    apiCalls: { total: perMinute(calls.length), byRight },
    shopCalls: perMinute(shopCalls),
  };
}

/** Lets one of each kind rest and go on again, each told by an Event. */
export async function suspend(cluster: OperatedCluster, n: number): Promise<void> {
  for (const version of [4, 0]) {
    for (const kind of declaredKinds) await declare(cluster, { kind, n, version });
    await isAsDeclared(cluster);
  }
}
