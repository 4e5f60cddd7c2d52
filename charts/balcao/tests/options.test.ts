/** Protects: each option of the values does what its help says. */
import assert from 'node:assert/strict';
import { operatorMachineId } from '../../../services/contracts/api/machines.ts';
import { refusal, render, requireHelm } from './helm.ts';
import { containerOf, reference, secretsOf, variable } from './lookups.ts';
import { find, identity, type Manifest, ofKind, workloads } from './manifest.ts';

const options = {
  global: { imageRegistry: 'registry.example/', imagePullSecrets: ['registry-login'] },
  image: { tag: '1.2.3' },
  defaults: { keda: { enabled: true } },
  services: {
    sales: { existingSecret: 'sales-own' },
    auth: { image: { digest: `sha256:${'0'.repeat(64)}` }, podLabels: { team: 'till' } },
    notes: {
      port: 8010,
      database: false,
      paths: ['/api/v1/notes'],
      env: { ZONE: '{{ .Values.shop.timeZone }}' },
    },
  },
  trust: { caSecret: 'company-ca' },
  httpRoute: { enabled: true, parentRefs: [{ name: 'gateway' }], hostnames: ['shop.example'] },
  ingress: { enabled: false },
  networkPolicy: { enabled: false },
  extraObjects: [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Release.Name }}-more' } },
  ],
};

/** Settings that the chart makes as well. */
const own = {
  services: {
    sales: {
      env: { LOG_LEVEL: 'debug', MAX_BODY_BYTES: 1_048_576, STRICT_ANSWERS: true },
      extraEnv: [{ name: 'TIME_ZONE', value: 'America/Manaus' }],
      podAnnotations: { 'prometheus.io/scrape': 'false' },
    },
  },
};

describe('options of the chart', function () {
  this.timeout(60_000);
  before(function () {
    requireHelm(this);
  });

  it('a way in for the operator, only where it is enabled', async () => {
    const without = await render();
    assert.ok(!without.some(({ metadata }) => metadata.name === 'shop-operator'));
    const made = await render({ values: { operator: { enabled: true } } });
    const { metadata, data } = find(made, 'Secret', 'shop-operator');
    assert.equal(metadata.labels?.['balcao.dev/shop-access'], 'operator');
    const texts = Object.entries(data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]);
    const { clientSecret, clientId, ...urls } = Object.fromEntries(texts);
    assert.match(clientSecret, /^\w{32}$/);
    assert.equal(clientId, operatorMachineId);
    assert.deepEqual(urls, {
      'auth-url': 'http://shop-auth.shop',
      'market-analyzer-url': 'http://shop-market-analyzer.shop',
      'notifier-url': 'http://shop-notifier.shop',
    });
    assert.deepEqual(find(made, 'Role', 'shop-operator').rules, [
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'update'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    ]);
    const secret = reference(containerOf(made, 'shop-auth'), 'AUTH_OPERATOR_SECRET');
    assert.deepEqual(secret, { name: 'shop-operator', key: 'clientSecret' });
  });

  it('an Ingress with host names and TLS', async () => {
    const { spec } = find(await render({ example: 'production' }), 'Ingress', 'shop-api');
    assert.deepEqual(spec?.tls, [{ secretName: 'shop-tls', hosts: ['shop.example'] }]);
    assert.match(JSON.stringify(spec), /"host":"shop.example"/);
  });

  it('a registry and its login hold for every pod, digests win over tags', async () => {
    const manifests = await render({ values: options });
    for (const { name, pod } of workloads(manifests)) {
      assert.deepEqual(pod.imagePullSecrets, [{ name: 'registry-login' }], name);
      for (const { image } of pod.containers) assert.match(image, /^registry\.example\/[^/]/);
    }
    assert.equal(containerOf(manifests, 'shop-sales').image, 'registry.example/balcao/sales:1.2.3');
    assert.match(
      containerOf(manifests, 'shop-auth').image,
      /^registry\.example\/balcao\/auth@sha256:0+$/,
    );
  });

  it('a Secret of your own replaces the generated one, everywhere', async () => {
    const manifests = await render({ values: options });
    assert.ok(!ofKind(manifests, 'Secret').some(({ metadata }) => metadata.name === 'shop-sales'));
    const wanted = { name: 'sales-own', key: 'database-password' };
    for (const name of ['shop-sales', 'shop-sales-migrate-']) {
      assert.deepEqual(reference(containerOf(manifests, name), 'DATABASE_PASSWORD'), wanted);
    }
    const roles = workloads(manifests).find(({ name }) => name.startsWith('shop-databases-'));
    assert.match(
      JSON.stringify(roles?.pod.volumes),
      /"name":"sales-own","items":\[\{"key":"database-password"/,
    );
  });

  it('authorities of your own are trusted by services and by the Jobs', async () => {
    const manifests = await render({ values: options });
    for (const name of ['shop-sales', 'shop-sales-migrate-', 'shop-databases-']) {
      assert.ok(secretsOf(manifests, name).includes('company-ca'), name);
    }
  });

  it('a new service is one entry: without a database it has neither Job nor password', async () => {
    const manifests = await render({ values: options });
    const notes = containerOf(manifests, 'shop-notes');
    assert.equal(variable(notes, 'ZONE'), 'America/Sao_Paulo');
    assert.equal(variable(notes, 'AUTH_URL'), 'http://shop-auth');
    const names = manifests.filter(({ metadata }) => metadata.name.startsWith('shop-notes'));
    assert.deepEqual(
      names.map(({ kind }) => kind),
      ['Deployment', 'PodDisruptionBudget', 'ScaledObject', 'Service', 'ServiceAccount'],
    );
  });

  it('an HTTPRoute sends the same prefixes, KEDA replaces every HPA, policies can be left out', async () => {
    const manifests = await render({ values: options });
    const route = JSON.stringify(find(manifests, 'HTTPRoute', 'shop-api').spec);
    assert.match(route, /"value":"\/api\/v1\/orders".*"name":"shop-sales","port":80/);
    assert.equal(ofKind(manifests, 'HorizontalPodAutoscaler').length, 0);
    const triggers = JSON.stringify(find(manifests, 'ScaledObject', 'shop-sales').spec?.triggers);
    assert.deepEqual(triggers.match(/sales\.\w+/g), [
      'sales.catalog',
      'sales.stock',
      'sales.payments',
    ]);
    const sales = containerOf(manifests, 'shop-sales');
    assert.match(triggers, /"hostFromEnv":"KEDA_AMQP_URL"/);
    assert.match(variable(sales, 'KEDA_AMQP_URL'), /@shop-rabbitmq\.shop:5672$/);
    assert.equal(find(manifests, 'Deployment', 'shop-sales').spec?.replicas, undefined);
    assert.deepEqual(ofKind(manifests, 'NetworkPolicy'), []);
    assert.deepEqual(ofKind(manifests, 'Ingress'), []);
  });

  it('variables and annotations of a service win over those of the chart', async () => {
    const manifests = await render({ values: own });
    const sales = containerOf(manifests, 'shop-sales');
    const named = (name: string) => sales.env?.filter((one) => one.name === name);
    assert.deepEqual(named('LOG_LEVEL'), [{ name: 'LOG_LEVEL', value: 'debug' }]);
    assert.deepEqual(named('TIME_ZONE'), [{ name: 'TIME_ZONE', value: 'America/Manaus' }]);
    assert.equal(variable(sales, 'MAX_BODY_BYTES'), '1048576');
    assert.equal(variable(sales, 'STRICT_ANSWERS'), 'true');
    const template = find(manifests, 'Deployment', 'shop-sales').spec?.template;
    assert.equal(template?.metadata.annotations?.['prometheus.io/scrape'], 'false');
  });

  it('a shop without auth calls another, which has to be said', async () => {
    const services = { auth: { enabled: false } };
    assert.match(await refusal({ services }), /services\.\w+\.calls names auth/);
    const elsewhere = { calls: [], env: { AUTH_URL: 'https://auth.example' } };
    const manifests = await render({ values: { services, defaults: elsewhere } });
    assert.equal(
      variable(containerOf(manifests, 'shop-sales'), 'AUTH_URL'),
      'https://auth.example',
    );
    assert.deepEqual(ofKind(manifests, 'Pod'), []);
  });

  it('the Alertmanager of the stack tells the inbox, by the token that notifier asks of it', async () => {
    const stack = { enabled: true };
    const manifests = await render({ values: { observability: { stack } } });
    const { token } = find(manifests, 'Secret', 'shop-alertmanager').data ?? {};
    const service = find(manifests, 'Secret', 'shop-notifier').data ?? {};
    assert.ok(token);
    assert.equal(service['alertmanager-token'], token);
    const from = reference(containerOf(manifests, 'shop-notifier'), 'NOTIFIER_ALERTMANAGER_TOKEN');
    assert.deepEqual(from, { name: 'shop-notifier', key: 'alertmanager-token' });
    assert.deepEqual(secretsOf(manifests, 'shop-alertmanager'), ['shop-alertmanager']);
    assert.match(
      alertmanagerConfig(manifests),
      /url: http:\/\/shop-notifier\.shop\/api\/v1\/notifications/,
    );
  });

  it('an Alertmanager with a configuration of yours, or without an inbox, has none of ours', async () => {
    const config = { route: { receiver: 'us' }, receivers: [{ name: 'us' }] };
    const stack = { enabled: true, alertmanager: { config } };
    const own = await render({ values: { observability: { stack } } });
    assert.match(alertmanagerConfig(own), /receiver: us/);
    const alone = await render({
      values: {
        observability: { stack: { enabled: true } },
        services: { notifier: { enabled: false } },
      },
    });
    assert.match(alertmanagerConfig(alone), /receiver: nobody/);
    for (const manifests of [own, alone]) {
      assert.doesNotMatch(alertmanagerConfig(manifests), /inbox|http/);
      assert.deepEqual(secretsOf(manifests, 'shop-alertmanager'), []);
      const names = manifests.map(identity);
      assert.ok(!names.includes('Secret shop-observability/shop-alertmanager'));
      assert.ok(!names.includes('NetworkPolicy shop/shop-inbox'));
    }
  });

  it('labels and objects of your own', async () => {
    const manifests = await render({ values: options });
    const template = find(manifests, 'Deployment', 'shop-auth').spec?.template;
    assert.equal(template?.metadata.labels.team, 'till');
    find(manifests, 'ConfigMap', 'shop-more');
  });
});

function alertmanagerConfig(manifests: readonly Manifest[]): string {
  return find(manifests, 'ConfigMap', 'shop-alertmanager').data?.['alertmanager.yml'] ?? '';
}
