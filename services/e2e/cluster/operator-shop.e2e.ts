/** The operator as it is installed: what is declared comes into the shop, stays as declared, and goes again. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { isOwn, namespace } from './installation.ts';
import { apply, kubectl } from './kubectl.ts';
import { installOperator, killOperator, removeOperator } from './operator-installation.ts';
import { openShop } from './shop.ts';

const kinds = ['PriceFeed', 'AlertRule', 'NotificationChannel'] as const;
const specs: Record<(typeof kinds)[number], object> = {
  // A new price each minute.
  PriceFeed: { provider: 'replay', symbol: 'E2E-USD', code: 'usd-brl/1440', everySeconds: 10 },
  AlertRule: {
    symbols: ['E2E-USD'],
    condition: { kind: 'threshold', direction: 'above', price: '0.01' },
  },
  NotificationChannel: {
    target: { type: 'webhook', url: 'https://hooks.shop.example/alerts' },
    secretRef: { name: 'declared' },
    routes: [{ name: 'all', minimumSeverity: 'critical' }],
  },
};
const paths = {
  PriceFeed: '/market/feeds',
  AlertRule: '/market/rules',
  NotificationChannel: '/notifications/channels',
} as const;
const name = 'declared';

const declare = (kind: keyof typeof specs, changes: object = {}) =>
  apply({
    apiVersion: 'balcao.dev/v1alpha1',
    kind,
    metadata: { name, namespace },
    spec: { ...specs[kind], ...changes },
  });

function theOperator(this: Mocha.Suite): void {
  this.timeout(240_000);

  let admin: ApiClient;

  before(async () => {
    await installOperator();
    ({ admin } = await openShop());
    await apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      stringData: { secret: 'a-secret-of-thirty-two-characters' },
    });
    for (const kind of kinds) await declare(kind);
  });

  after(async () => {
    await kubectl('delete', kinds.join(','), name, '--ignore-not-found');
    await kubectl('delete', 'secret', name, '--ignore-not-found');
    await removeOperator();
  });

  const uidOf = (kind: string) => kubectl('get', kind, name, '-o', 'jsonpath={.metadata.uid}');

  it('brings a feed, a rule and a channel into the shop, and says that they do what they are for', async () => {
    for (const kind of kinds) {
      await kubectl('wait', '--for=condition=Ready', '--timeout=90s', kind, name);
      const { status, body } = await admin.get(`${paths[kind]}/${await uidOf(kind)}`);
      assert.equal(status, 200);
      assert.equal(body.managedBy, `kubernetes:${namespace}/${kind}/${name}`);
    }
    const row = await kubectl('get', 'pricefeed', name, '--no-headers');
    assert.match(row, /E2E-USD +\d+\.\d+/);
    await eventually(async () => {
      const state = await kubectl('get', 'alertrule', name, '-o', 'jsonpath={.status.state}');
      assert.equal(state, 'firing');
    }, 120_000);
  });

  it('keeps them closed to people, who are told where to change them', async () => {
    for (const kind of ['PriceFeed', 'AlertRule'] as const) {
      const path = `${paths[kind]}/${await uidOf(kind)}`;
      const { body } = await admin.get(path);
      const headers = { 'if-match': `"${body.version}"` };
      const refused = await admin.delete(path, headers);
      assert.deepEqual([refused.status, refused.body.code], [409, 'managed_elsewhere']);
      assert.match(refused.body.detail, new RegExp(`${namespace}/${kind}/${name}`));
    }
  });

  it('follows a change, also when its pod is killed before it has seen it', async () => {
    await killOperator();
    await declare('PriceFeed', { everySeconds: 20 });
    const path = `${paths.PriceFeed}/${await uidOf('PriceFeed')}`;
    await eventually(
      async () => assert.equal((await admin.get(path)).body.everySeconds, 20),
      90_000,
    );
  });

  it('takes away what is declared no longer', async () => {
    for (const kind of kinds) {
      const path = `${paths[kind]}/${await uidOf(kind)}`;
      await kubectl('delete', kind, name, '--timeout=60s');
      assert.equal((await admin.get(path)).status, 404);
    }
  });
}

// Into somebody else's shop an operator of somebody else may look.
if (isOwn) describe('the operator', theOperator);
