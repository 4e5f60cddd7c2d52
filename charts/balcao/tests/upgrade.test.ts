/** Protects: an upgrade changes what it must and nothing else, and a small cluster has room for the shop. */
import assert from 'node:assert/strict';
import { render, requireHelm } from './helm.ts';
import { find, type Manifest, ofKind, workloads } from './manifest.ts';

const mebibytes: Record<string, number> = { Mi: 1, Gi: 1024 };

describe('Jobs', function () {
  this.timeout(60_000);
  before(function () {
    requireHelm(this);
  });

  const names = async (values: object) =>
    ofKind(await render({ values }), 'Job').map(({ metadata }) => metadata.name);

  it('keep their names where nothing changes for them: they are not made anew', async () => {
    const other = { shop: { corsOrigins: ['https://shop.example'] }, ingress: { enabled: false } };
    assert.deepEqual(await names(other), await names({}));
  });

  it('of migrations have other names with another image: they run before its pods are ready', async () => {
    const [before, after] = await Promise.all([names({}), names({ image: { tag: '0.2.0' } })]);
    const kept = after.filter((name) => before.includes(name));
    assert.deepEqual(kept.length, 1);
    assert.match(kept.join(), /^shop-databases-/);
    assert.equal(after.length, before.length);
  });
});

describe('values for Kind', function () {
  this.timeout(60_000);
  before(function () {
    requireHelm(this);
  });

  it('need less than 1.5 GiB on three nodes, the development stack aside', async () => {
    const stack = { enabled: false };
    const manifests = await render({ example: 'kind', values: { observability: { stack } } });
    const staying = workloads(manifests).filter(({ kind }) => kind !== 'Job' && kind !== 'Pod');
    const sizes = staying.map(({ name, kind, pod }) => {
      const memory = pod.containers.map(({ resources }) => size(resources?.requests?.memory));
      return podsOf(manifests, kind, name) * memory.reduce((sum, one) => sum + one, 0);
    });
    const total = sizes.reduce((sum, one) => sum + one, 0);
    assert.ok(total > 0 && total < 1536, `${total} MiB`);
  });
});

function podsOf(manifests: readonly Manifest[], kind: string, name: string): number {
  if (kind === 'DaemonSet') return 3;
  if (kind === 'StatefulSet') return 1;
  return find(manifests, 'HorizontalPodAutoscaler', name).spec?.minReplicas ?? 1;
}

/** In MiB. */
function size(quantity = ''): number {
  const [, amount, unit = ''] = /^(\d+)(\w+)$/.exec(quantity) ?? [];
  return Number(amount) * (mebibytes[unit] ?? Number.NaN);
}
