/** Protects: what every object of every example has to keep to, so that a strict cluster takes it. */
import assert from 'node:assert/strict';
import { examples, release, render, requireHelm } from './helm.ts';
import { identity, type Manifest, ofKind, type Workload, workloads } from './manifest.ts';

const cases = [
  { name: 'default values' },
  ...examples.map((example) => ({ name: `${example} values`, example })),
  { name: 'the development stack', values: { observability: { stack: { enabled: true } } } },
];
/** Who asks the API: nobody else has a token of it. */
const withToken = ['shop-collector', 'shop-prometheus'];
const restrictedVolumes = ['configMap', 'emptyDir', 'projected', 'secret', 'persistentVolumeClaim'];

for (const { name, ...rendering } of cases) {
  describe(`with ${name}`, function () {
    this.timeout(60_000);
    let manifests: Manifest[] = [];
    let all: Workload[] = [];
    let own: Workload[] = [];
    let watching: Workload[] = [];
    before(async function () {
      requireHelm(this);
      manifests = await render(rendering);
      all = workloads(manifests);
      own = all.filter(({ namespace }) => namespace === release);
      watching = all.filter(({ namespace }) => namespace !== release);
    });

    it('every image has a tag of its own or a digest', () => {
      for (const { image } of all.flatMap(({ pod }) => containersOf(pod))) {
        assert.match(image, /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/);
      }
    });

    it('every container has requests and limits of processor and memory', () => {
      for (const { resources, name: container } of all.flatMap(({ pod }) => containersOf(pod))) {
        for (const side of [resources?.requests, resources?.limits]) {
          assert.ok(side?.cpu && side.memory, container);
        }
      }
    });

    it('every pod of the shop meets the restricted profile, with a read-only root', () => {
      for (const { name: workload, pod } of own) assert.deepEqual(unrestricted(pod), [], workload);
    });

    it('what watches the shop has no capability, and a root that it cannot write', () => {
      assert.ok(watching.length > 0);
      for (const { name: workload, pod } of watching) {
        assert.deepEqual(pod.securityContext?.seccompProfile, { type: 'RuntimeDefault' }, workload);
        for (const { securityContext } of containersOf(pod)) {
          assert.deepEqual(securityContext?.capabilities, { drop: ['ALL'] }, workload);
          assert.equal(securityContext.allowPrivilegeEscalation, false, workload);
          // Grafana's development image writes to its own folders.
          const isReadOnly = securityContext.readOnlyRootFilesystem === true;
          assert.equal(isReadOnly, workload !== 'shop-grafana', workload);
        }
      }
    });

    it('only who asks the API has a token, and no rule says "*"', () => {
      const tokens = all.filter(({ pod }) => pod.automountServiceAccountToken !== false);
      for (const { name: workload } of tokens) assert.ok(withToken.includes(workload), workload);
      for (const { rules = [] } of manifests) {
        for (const rule of rules) assert.ok(!Object.values(rule).flat().includes('*'));
      }
    });

    it('every container that stays has probes', () => {
      const staying = all.filter(({ kind }) => kind !== 'Job' && kind !== 'Pod');
      for (const { name: workload, namespace, pod } of staying) {
        for (const { startupProbe, livenessProbe, readinessProbe } of pod.containers) {
          assert.ok(readinessProbe, workload);
          assert.ok((startupProbe && livenessProbe) || namespace !== release, workload);
        }
      }
    });

    it('selectors are name and instance, and labels of pods hold no version', () => {
      const selected = ['Deployment', 'StatefulSet', 'DaemonSet', 'PodDisruptionBudget'];
      for (const kind of selected) {
        for (const { metadata, spec } of ofKind(manifests, kind)) {
          const selector = Object.keys(spec?.selector?.matchLabels ?? {}).sort();
          const wanted = ['app.kubernetes.io/instance', 'app.kubernetes.io/name'];
          assert.deepEqual(selector, wanted, metadata.name);
        }
      }
      for (const { labels, name: workload } of all.filter(({ kind }) => kind !== 'Pod')) {
        const keys = Object.keys(labels).filter((key) => /version|chart|managed-by/.test(key));
        assert.deepEqual(keys, [], workload);
      }
    });

    it('no password stands anywhere but in its Secret', () => {
      // Those of the other namespace are copies.
      const secrets = ofKind(manifests, 'Secret')
        .filter(({ metadata }) => metadata.namespace === release)
        .flatMap(({ data = {} }) => Object.entries(data));
      const passwords = secrets.filter(([key]) => key !== 'username').map(([, value]) => value);
      const others = JSON.stringify(manifests.filter(({ kind }) => kind !== 'Secret'));
      assert.ok(passwords.length > 0);
      assert.equal(new Set(passwords).size, passwords.length);
      for (const encoded of passwords) {
        const plain = Buffer.from(encoded, 'base64').toString();
        assert.ok(plain.length >= 32);
        assert.ok(!others.includes(plain) && !others.includes(encoded));
      }
    });

    it('every service has an HPA that owns its pods, a disruption budget and a network policy', () => {
      const names = (kind: string) =>
        ofKind(manifests, kind)
          .filter(({ metadata }) => metadata.namespace === release)
          .map(({ metadata }) => metadata.name);
      const deployments = names('Deployment');
      assert.ok(deployments.length > 0);
      assert.deepEqual(names('HorizontalPodAutoscaler'), deployments);
      assert.deepEqual(names('PodDisruptionBudget'), deployments);
      const policies = names('NetworkPolicy');
      assert.deepEqual(
        deployments.filter((deployment) => !policies.includes(deployment)),
        [],
      );
      for (const { metadata, spec } of ofKind(manifests, 'Deployment')) {
        assert.ok(metadata.namespace !== release || spec?.replicas === undefined, metadata.name);
      }
    });

    it('no two objects have one name, and no container has two variables of one name', () => {
      assert.equal(new Set(manifests.map(identity)).size, manifests.length);
      for (const { env = [] } of all.flatMap(({ pod }) => containersOf(pod))) {
        assert.equal(new Set(env.map((variable) => variable.name)).size, env.length);
      }
    });
  });
}

function containersOf({ containers, initContainers = [] }: Workload['pod']) {
  return [...initContainers, ...containers];
}

/** What the restricted profile of Pod Security, or the read-only root, would refuse. */
function unrestricted(pod: Workload['pod']): string[] {
  const volumes = (pod.volumes ?? []).flatMap(({ name: _, ...kind }) => Object.keys(kind));
  const checks: [string, boolean][] = [
    ['runAsNonRoot', pod.securityContext?.runAsNonRoot === true],
    ['runAsUser', (pod.securityContext?.runAsUser ?? 0) > 0],
    ['seccompProfile', pod.securityContext?.seccompProfile?.type === 'RuntimeDefault'],
    ['host', !(pod.hostNetwork || pod.hostPID || pod.hostIPC)],
    ['volumes', volumes.every((kind) => restrictedVolumes.includes(kind))],
    ...containersOf(pod).flatMap(({ securityContext: context }): [string, boolean][] => [
      ['privileged', context?.privileged !== true],
      ['allowPrivilegeEscalation', context?.allowPrivilegeEscalation === false],
      ['readOnlyRootFilesystem', context?.readOnlyRootFilesystem === true],
      ['drop', context?.capabilities?.drop?.includes('ALL') === true],
      ['add', context?.capabilities?.add === undefined],
    ]),
  ];
  return checks.filter(([, isMet]) => !isMet).map(([check]) => check);
}
