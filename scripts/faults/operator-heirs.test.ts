/** Protects: what a shop has of an object that was lost is taken over by the next one of its name: nothing is there twice. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import {
  encoded,
  type Kind,
  namespace,
  type OperatedShop,
  openOperatedShop,
} from '../harness/operated-shop.ts';

const specs: Record<Kind, object> = {
  PriceFeed: { provider: 'awesomeapi', symbol: 'USD-BRL', code: 'USD-BRL', everySeconds: 3_600 },
  AlertRule: {
    symbols: ['USD-BRL'],
    condition: { kind: 'threshold', direction: 'above', price: '5.80' },
  },
  NotificationChannel: {
    target: { type: 'webhook', url: 'https://hooks.shop.example/alerts' },
    secretRef: { name: 'hook' },
    routes: [{ name: 'all', minimumSeverity: 'warning' }],
  },
};
const paths: Record<Kind, string> = {
  PriceFeed: '/market/feeds',
  AlertRule: '/market/rules',
  NotificationChannel: '/notifications/channels',
};
const kinds: Kind[] = ['PriceFeed', 'AlertRule', 'NotificationChannel'];

const { signal } = new AbortController();

describe('an object that is made anew', function () {
  this.timeout(120_000);
  let shop: OperatedShop;
  before(async () => {
    shop = await openOperatedShop();
    const data = encoded({ secret: 'the-secret-of-the-hook-of-heirs' });
    shop.cluster.put('Secret', { metadata: { namespace, name: 'hook' }, data });
  });
  after(() => shop.close());

  const listed = async (path: string): Promise<{ id: string; managedBy: string }[]> =>
    (await shop.owner.get(`${path}?limit=200`)).body.items;
  const marked = async (kind: Kind, name: string) =>
    (await listed(paths[kind]))
      .filter(({ managedBy }) => managedBy === `kubernetes:shop/${kind}/${name}`)
      .map(({ id }) => id);

  /** As a namespace that is deleted with its shop, or by somebody who skips the clean-up. */
  async function lose(kind: Kind, name: string): Promise<void> {
    const annotations = { 'balcao.dev/skip-cleanup': 'true' };
    shop.cluster.put(kind, { metadata: { namespace, name, annotations }, spec: specs[kind] });
    shop.cluster.mark(kind, `${namespace}/${name}`);
    assert.equal(await shop.reconcile(kind, name), undefined);
  }

  for (const kind of kinds)
    it(`takes over the ${kind} of its name, keeps its id, and takes it along when it goes`, async () => {
      const old = shop.declare(kind, 'heir', specs[kind]);
      await shop.reconcile(kind, 'heir');
      await lose(kind, 'heir');
      assert.deepEqual(await marked(kind, 'heir'), [old]);
      const uid = shop.declare(kind, 'heir', { ...specs[kind], displayName: 'Heir' });
      assert.notEqual(uid, old);
      const object = await shop.reconcile(kind, 'heir');
      assert.equal(Object(object?.status).id, old);
      assert.deepEqual(await marked(kind, 'heir'), [old]);
      await shop.reconcile(kind, 'heir');
      assert.deepEqual(await marked(kind, 'heir'), [old]);
      if (kind === 'NotificationChannel')
        assert.equal((await listed('/notifications/routes')).length, 1);
      shop.cluster.mark(kind, `${namespace}/heir`);
      assert.equal(await shop.reconcile(kind, 'heir'), undefined);
      assert.deepEqual(await marked(kind, 'heir'), []);
    });

  it('also when the databases go back to a time of the old one while the operator runs', async () => {
    const kind = 'AlertRule';
    const uid = shop.declare(kind, 'back', specs[kind]);
    await shop.reconcile(kind, 'back');
    const [made] = await listed(paths[kind]);
    const { version, states: _, ...rule } = Object(made);
    const old = crypto.randomUUID();
    assert.equal((await shop.machine.post(paths[kind], { ...rule, id: old })).status, 201);
    const gone = await shop.machine.delete(`${paths[kind]}/${uid}`, { 'if-match': `"${version}"` });
    assert.equal(gone.status, 204);
    shop.declare(kind, 'back', { ...specs[kind], displayName: 'Changed' });
    const object = await shop.reconcile(kind, 'back');
    assert.equal(Object(object?.status).id, old);
    assert.deepEqual(await marked(kind, 'back'), [old]);
  });

  it('takes a second one along that was made before the first was taken over', async () => {
    const kind = 'AlertRule';
    shop.declare(kind, 'twice', specs[kind]);
    await shop.reconcile(kind, 'twice');
    const made = (await listed(paths[kind])).find(({ managedBy }) => managedBy.endsWith('/twice'));
    const { version: _, states: __, ...rule } = Object(made);
    const second = { ...rule, id: crypto.randomUUID() };
    assert.equal((await shop.machine.post(paths[kind], second)).status, 201);
    const { rules } = await shop.shops.of(namespace, signal);
    await eventually(async () => {
      await rules.refresh(signal);
      assert.equal((await rules.markedAs('kubernetes:shop/AlertRule/twice', signal)).length, 2);
    });
    shop.cluster.mark(kind, `${namespace}/twice`);
    assert.equal(await shop.reconcile(kind, 'twice'), undefined);
    assert.deepEqual(await marked(kind, 'twice'), []);
  });
});
