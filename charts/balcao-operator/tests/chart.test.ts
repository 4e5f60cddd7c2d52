/** Protects: the operator's chart changes only where somebody meant it to, and gives no more rights than are used. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { allResources } from '../../../services/operator/src/resources/all-resources.ts';
import { requireHelm } from '../../balcao/tests/helm.ts';
import { find, ofKind, workloads } from '../../balcao/tests/manifest.ts';
import { differenceOf, snapshotOf } from '../../balcao/tests/snapshot.ts';
import { committed, lint, render } from './helm.ts';

const name = 'balcao-operator';
const options = {
  replicas: 2,
  global: { imageRegistry: 'registry.example/', imagePullSecrets: ['registry-login'] },
  image: { digest: `sha256:${'0'.repeat(64)}` },
  watchNamespaces: ['shop', 'other'],
  serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
  prometheusRule: { enabled: true, runbookBaseUrl: 'https://runbooks.example/' },
  dashboards: { enabled: true, annotations: { folder: 'Balcão' } },
  networkPolicy: { enabled: false },
  serviceAccount: { name: 'keeper' },
};

describe("the operator's chart", function () {
  this.timeout(120_000);
  before(function () {
    requireHelm(this);
  });

  it('passes helm lint --strict', lint);

  it('makes what its snapshot says of default values', async () => {
    const made = await render();
    // The definitions have a check of their own: npm run crds:check.
    const actual = snapshotOf(made.filter(({ kind }) => kind !== 'CustomResourceDefinition'));
    assert.equal(actual, committed('default', actual));
  });

  it('makes what its snapshot says of other values', async () => {
    const actual = differenceOf(await render(options), await render());
    assert.equal(actual, committed('options', actual));
  });

  it('keeps every definition when it goes: with it all objects would go', async () => {
    const definitions = ofKind(await render(), 'CustomResourceDefinition');
    assert.deepEqual(
      definitions.map(({ metadata }) => [
        metadata.name,
        metadata.annotations?.['helm.sh/resource-policy'],
      ]),
      allResources.map(({ plural }) => [`${plural}.balcao.dev`, 'keep']).sort(),
    );
  });

  it('gives rights without a wildcard, to every resource of ours and to no Secret', async () => {
    const made = await render();
    const rules = [...ofKind(made, 'ClusterRole'), ...ofKind(made, 'Role')].flatMap(
      (role) => role.rules ?? [],
    );
    const words = rules.flatMap(({ apiGroups, resources, verbs }) => [
      ...apiGroups,
      ...resources,
      ...verbs,
    ]);
    assert.ok(!words.includes('*'));
    assert.ok(!words.includes('secrets'));
    const own = rules.flatMap(({ apiGroups, resources }) =>
      apiGroups.includes('balcao.dev') ? resources : [],
    );
    const plurals = allResources.flatMap(({ plural }) => [plural, `${plural}/status`]);
    assert.deepEqual(own.sort(), plurals.sort());
  });

  it('runs by the restricted profile of Pod Security', async () => {
    const [workload] = workloads(await render());
    const [container] = workload?.pod.containers ?? [];
    assert.equal(workload?.pod.securityContext?.runAsNonRoot, true);
    assert.equal(workload?.pod.securityContext?.seccompProfile?.type, 'RuntimeDefault');
    assert.deepEqual(container?.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.ok(
      container?.livenessProbe && container.readinessProbe && container.resources?.requests,
    );
  });

  it('holds evictions back only where another pod can take over', async () => {
    assert.deepEqual(ofKind(await render(), 'PodDisruptionBudget'), []);
    assert.ok(find(await render(options), 'PodDisruptionBudget', name));
  });

  it('leads each alert to a runbook that can be opened', async () => {
    const [rule] = ofKind(await render(options), 'PrometheusRule');
    const urls = [...JSON.stringify(rule).matchAll(/"runbook_url":"([^"]+)"/g)].map(
      ([, url]) => url,
    );
    assert.ok(urls.length > 0);
    for (const url of urls) assert.match(url ?? '', /^https:\/\/runbooks\.example\/\w+\.md$/);
  });

  it('refuses a value that it does not know, and an empty list of peers', async () => {
    await assert.rejects(render({ replicaCount: 2 }), /replicaCount/);
    await assert.rejects(render({ networkPolicy: { shopsTo: [] } }), /shopsTo/);
  });
});
