/** `bench operator`: what is declared on a real cluster, until a real shop has it; beside bare calls to both. */
import { resourceTypeOf } from '../../services/operator/src/core-types.ts';
import { priceFeed } from '../../services/operator/src/resources/price-feed.ts';
import { declaration, declaredKinds } from '../harness/declared-objects.ts';
import { milliseconds, percentile, perSecond, printRow } from '../harness/load.ts';
import {
  inParallel,
  type OperatedCluster,
  openOperatedCluster,
} from '../harness/operated-cluster.ts';
import {
  applyByKubectl,
  declareMany,
  hasCaughtUp,
  measureRest,
} from '../harness/operator-figures.ts';

/** Of each kind. */
const objects = 1_000;
const appliedByKubectl = 30;
const bareCalls = 500;
/** As the operator does for each kind. */
const atOnce = 4;

/** `--seconds` is how long an operator at rest is looked at. */
export async function benchOperator({ seconds }: { seconds: number }): Promise<void> {
  const { BALCAO_CLUSTER_PROGRAM: program } = process.env;
  process.stdout.write(`${objects} objects of each of three kinds, one operator, one shop\n\n`);
  if (program === undefined) {
    process.stdout.write('  (needs a cluster and BALCAO_CLUSTER_PROGRAM, as e2e:operator does)\n');
    return;
  }
  const cluster = await openOperatedCluster(program);
  try {
    await benchApiServer(cluster);
    await benchShop(cluster);
    const operator = await cluster.startOperator('bench');
    await operator.leads();
    const { perSecond: rate } = await declareMany(cluster, objects);
    printRow('all at once, until the shop has them', { objects: `${rate.toFixed(0)}/s` });
    await hasCaughtUp(operator);
    const took = await applyByKubectl(cluster, { from: objects, count: appliedByKubectl });
    printRow('kubectl apply → in the shop', {
      p50: milliseconds(percentile(took, 0.5)),
      p95: milliseconds(percentile(took, 0.95)),
    });
    const { cpu, apiCalls, shopCalls } = await measureRest(cluster, { operator, seconds });
    const { nowMib, peakMib } = operator.memory();
    printRow('at rest', {
      processor: cpu,
      'API calls': `${apiCalls.total}/min`,
      'shop calls': `${shopCalls}/min`,
      memory: `${nowMib.toFixed(0)} MiB (at most ${peakMib.toFixed(0)})`,
    });
  } finally {
    await cluster.close();
  }
}

/** What the API server takes of the same objects, when nobody looks after them. */
async function benchApiServer({ admin }: OperatedCluster): Promise<void> {
  const type = resourceTypeOf(priceFeed);
  const [kind] = declaredKinds;
  if (kind === undefined) return;
  const { signal } = new AbortController();
  const all = Array.from({ length: bareCalls }, (_none, n) => declaration(kind, n, 0));
  const { tookMs, seconds } = await timed(all, async (object) => {
    await admin.apply({ type, object, options: { fieldManager: 'bench' } }, signal);
  });
  printRow('baseline: bare applies to the API server', {
    objects: perSecond(all.length, seconds),
    p95: milliseconds(percentile(tookMs, 0.95)),
  });
}

/** What the shop takes of the same feeds, one bare request for each. */
async function benchShop(cluster: OperatedCluster): Promise<void> {
  const shop = await cluster.shop();
  const bodies = Array.from({ length: bareCalls }, (_none, n) => ({
    name: `Bare ${n}`,
    provider: 'replay',
    symbol: `BARE-${n}`,
    code: 'usd-brl/1440',
    everySeconds: 86_400,
  }));
  const { tookMs, seconds } = await timed(bodies, async (body) => {
    const { status } = await shop.post('/market/feeds', body);
    if (status !== 201) throw new Error(`a feed was answered ${status}`);
  });
  printRow('baseline: bare requests to the shop', {
    objects: perSecond(bodies.length, seconds),
    p95: milliseconds(percentile(tookMs, 0.95)),
  });
}

async function timed<T>(items: readonly T[], work: (item: T) => Promise<void>) {
  const tookMs: number[] = [];
  const startedAt = performance.now();
  await inParallel(items, atOnce, async (item) => {
    const beganAt = performance.now();
    await work(item);
    tookMs.push(performance.now() - beganAt);
  });
  tookMs.sort((one, other) => one - other);
  return { tookMs, seconds: (performance.now() - startedAt) / 1000 };
}
