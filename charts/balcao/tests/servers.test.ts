/** Protects: each mode of the servers reaches them by the right address, Secret and authority. */
import assert from 'node:assert/strict';
import { render, requireHelm } from './helm.ts';
import { containerOf, reference, secretsOf, variable } from './lookups.ts';
import { find, type Manifest, ofKind } from './manifest.ts';

describe('modes of the servers', function () {
  this.timeout(60_000);
  before(function () {
    requireHelm(this);
  });

  it('PostgreSQL by CloudNativePG: a Cluster that stays, its superuser and its authority', async () => {
    const manifests = await render({ example: 'production' });
    const cluster = find(manifests, 'Cluster', 'shop-postgres');
    assert.equal(cluster.metadata.annotations?.['helm.sh/resource-policy'], 'keep');
    const sales = containerOf(manifests, 'shop-sales');
    assert.match(
      variable(sales, 'DATABASE_URL'),
      /@shop-postgres-rw:5432\/sales\?sslmode=verify-full$/,
    );
    assert.equal(variable(sales, 'NODE_EXTRA_CA_CERTS'), '/etc/balcao/trust/ca.crt');
    assert.ok(secretsOf(manifests, 'shop-sales').includes('shop-postgres-ca'));
    const job = containerOf(manifests, 'shop-databases-');
    assert.deepEqual(reference(job, 'PGPASSWORD'), {
      name: 'shop-postgres-superuser',
      key: 'password',
    });
    assert.equal(variable(job, 'PGSSLMODE'), 'verify-full');
    assert.deepEqual(stateful(manifests), ['shop-valkey']);
  });

  it('RabbitMQ by its operator: a RabbitmqCluster that stays, and its default user', async () => {
    const manifests = await render({ example: 'production' });
    const cluster = find(manifests, 'RabbitmqCluster', 'shop-rabbitmq');
    assert.equal(cluster.metadata.annotations?.['helm.sh/resource-policy'], 'keep');
    assert.match(JSON.stringify(cluster.spec?.override), /"runAsNonRoot":true.*"drop":\["ALL"\]/);
    const sales = containerOf(manifests, 'shop-sales');
    assert.equal(variable(sales, 'AMQP_URL'), 'amqp://shop-rabbitmq:5672');
    assert.deepEqual(reference(sales, 'AMQP_PASSWORD'), {
      name: 'shop-rabbitmq-default-user',
      key: 'password',
    });
  });

  it('servers elsewhere: no server here, addresses from Secrets, an authority for TLS', async () => {
    const manifests = await render({ example: 'external' });
    assert.deepEqual(stateful(manifests), []);
    const sales = containerOf(manifests, 'shop-sales');
    assert.deepEqual(reference(sales, 'AMQP_URL'), { name: 'shop-rabbitmq-url', key: 'url' });
    assert.deepEqual(reference(sales, 'REDIS_URL'), { name: 'shop-redis-url', key: 'url' });
    assert.match(
      variable(sales, 'DATABASE_URL'),
      /@postgres\.example:5432\/sales\?sslmode=verify-full$/,
    );
    const job = containerOf(manifests, 'shop-databases-');
    assert.equal(variable(job, 'PGSSLROOTCERT'), '/etc/balcao/trust/ca.crt');
    assert.deepEqual(reference(job, 'PGUSER'), { name: 'shop-postgres-admin', key: 'username' });
  });

  it('databases that others make: no Job makes them', async () => {
    const external = { host: 'postgres.example', createDatabases: false };
    const values = {
      postgres: { mode: 'external', external },
      defaults: { existingSecret: 'passwords' },
    };
    const manifests = await render({ values });
    assert.ok(!ofKind(manifests, 'Job').some(({ metadata }) => /databases/.test(metadata.name)));
    const secrets = ofKind(manifests, 'Secret').map(({ metadata }) => metadata.name);
    assert.deepEqual(secrets, ['shop-rabbitmq', 'shop-valkey']);
  });

  it('Secrets of your own for the bundled servers: then the chart holds no password, and reads none back', async () => {
    const bundled = { existingSecret: 'servers-own' };
    const values = {
      defaults: { existingSecret: 'services-own' },
      ...{ postgres: { bundled }, rabbitmq: { bundled }, redis: { bundled } },
    };
    const manifests = await render({ values });
    assert.deepEqual(ofKind(manifests, 'Secret'), []);
    const references = JSON.stringify(manifests).matchAll(/"secretKeyRef":{"name":"([^"]+)"/g);
    const used = new Set([...references].map(([, name]) => name));
    assert.deepEqual([...used].sort(), ['servers-own', 'services-own']);
  });
});

function stateful(manifests: readonly Manifest[]): string[] {
  return ofKind(manifests, 'StatefulSet').map(({ metadata }) => metadata.name);
}
