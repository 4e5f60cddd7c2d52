/** Protects: what is declared in Kubernetes is so in the shop, whatever happens on the way, and its state comes back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import {
  encoded,
  type Kind,
  namespace,
  type OperatedShop,
  openOperatedShop,
} from '../harness/operated-shop.ts';

const feed = { provider: 'awesomeapi', symbol: 'USD-BRL', code: 'USD-BRL', everySeconds: 3_600 };
const condition = { kind: 'threshold', direction: 'above', price: '5.80' };
const rule = { symbols: ['USD-BRL'], condition, labels: { team: 'till' } };
const target = { type: 'webhook', url: 'https://hooks.shop.example/alerts' };
const channel = {
  target,
  secretRef: { name: 'hook' },
  routes: [{ name: 'all', minimumSeverity: 'warning' }],
};
const specs: Record<Kind, object> = {
  PriceFeed: feed,
  AlertRule: rule,
  NotificationChannel: channel,
};
const paths: Record<Kind, string> = {
  PriceFeed: '/market/feeds',
  AlertRule: '/market/rules',
  NotificationChannel: '/notifications/channels',
};
const kinds: Kind[] = ['PriceFeed', 'AlertRule', 'NotificationChannel'];

describe('the operator and a shop', function () {
  this.timeout(120_000);
  let shop: OperatedShop;
  before(async () => {
    shop = await openOperatedShop();
    putSecret('the first secret of the hook');
  });
  after(() => shop.close());

  function putSecret(secret: string): void {
    const data = encoded({ secret: secret.replaceAll(' ', '-') });
    shop.cluster.put('Secret', { metadata: { namespace, name: 'hook' }, data });
  }
  const inShop = async (kind: Kind, id: string) => {
    const { body } = await shop.owner.get(`${paths[kind]}?limit=200`);
    return body.items.find((item: { id: string }) => item.id === id);
  };
  const reasons = (object: Record<string, unknown> | undefined): string[] => {
    const { conditions = [] } = Object(object?.status);
    return conditions.map(
      (one: { type: string; status: string; reason: string }) =>
        `${one.type}=${one.status} ${one.reason}`,
    );
  };
  const declareAll = async (kind: Kind, name: string, more: object = {}) => {
    const id = shop.declare(kind, name, { ...specs[kind], ...more });
    return { id, object: await shop.reconcile(kind, name) };
  };
  const remove = (kind: Kind, name: string) => {
    shop.cluster.mark(kind, `${namespace}/${name}`);
    return shop.reconcile(kind, name);
  };

  for (const kind of kinds) {
    it(`makes a ${kind} once, under the object's uid, marked and closed to people`, async () => {
      const { id, object } = await declareAll(kind, 'once');
      const made = await inShop(kind, id);
      assert.equal(made.managedBy, `kubernetes:shop/${kind}/once`);
      assert.equal(made.name, 'once');
      assert.equal(reasons(object)[0], 'Synced=True Synced');
      const again = await shop.reconcile(kind, 'once');
      assert.deepEqual(await inShop(kind, id), made, 'nothing to do');
      assert.deepEqual(again?.status, object?.status);
      const { status, body } = await shop.owner.delete(`${paths[kind]}/${id}`, {
        'if-match': '"1"',
      });
      assert.deepEqual([status, body.code], [409, 'managed_elsewhere']);
    });

    it(`follows a ${kind} that is changed or suspended, and corrects what was changed in the shop`, async () => {
      const { id } = await declareAll(kind, 'changing');
      shop.declare(kind, 'changing', { ...specs[kind], displayName: 'Another', suspend: true });
      const rested = await shop.reconcile(kind, 'changing');
      const { name, active, isActive } = await inShop(kind, id);
      assert.deepEqual([name, active ?? isActive], ['Another', false]);
      assert.deepEqual(reasons(rested), ['Synced=True Synced', 'Ready=True Suspended']);
      const now = await inShop(kind, id);
      const { status } = await shop.machine.put(
        `${paths[kind]}/${id}`,
        drifted(kind, now),
        etag(now),
      );
      assert.equal(status, 200);
      await refresh();
      await shop.reconcile(kind, 'changing');
      assert.equal((await inShop(kind, id)).name, 'Another');
    });

    it(`deletes a ${kind} that goes, leaves one that is retained, and takes one over`, async () => {
      const { id: gone } = await declareAll(kind, 'going');
      assert.equal(await remove(kind, 'going'), undefined);
      assert.equal(await inShop(kind, gone), undefined);
      const { id: kept } = await declareAll(kind, 'kept', { deletionPolicy: 'Retain' });
      assert.equal(await remove(kind, 'kept'), undefined);
      assert.equal((await inShop(kind, kept)).managedBy, null);
      const { object } = await declareAll(kind, 'heir', { adoptId: kept });
      assert.equal(reasons(object)[0], 'Synced=True Synced');
      assert.equal((await inShop(kind, kept)).managedBy, `kubernetes:shop/${kind}/heir`);
      const { object: second } = await declareAll(kind, 'other', { adoptId: kept });
      assert.equal(reasons(second)[0], 'Synced=False ManagedElsewhere');
      assert.equal(await remove(kind, 'other'), undefined, 'and what is not its own stays');
      assert.equal((await inShop(kind, kept)).managedBy, `kubernetes:shop/${kind}/heir`);
    });
  }

  it('keeps an object until the clean-up is done, says why, and lets it go by an annotation', async () => {
    const { id } = await declareAll('AlertRule', 'waiting');
    await shop.proxy.cut();
    const waiting = await remove('AlertRule', 'waiting');
    assert.deepEqual(reasons(waiting), [
      'Synced=False ShopUnavailable',
      'Ready=False ShopUnavailable',
    ]);
    await shop.proxy.mend();
    assert.equal(await shop.reconcile('AlertRule', 'waiting'), undefined);
    assert.equal(await inShop('AlertRule', id), undefined);
    await declareAll('AlertRule', 'skipped');
    await shop.proxy.cut();
    const annotations = { 'balcao.dev/skip-cleanup': 'true' };
    shop.cluster.put('AlertRule', {
      metadata: { namespace, name: 'skipped', annotations },
      spec: rule,
    });
    assert.equal(await remove('AlertRule', 'skipped'), undefined);
    await shop.proxy.mend();
  });

  it('does not hold up a namespace that goes with its shop', async () => {
    await declareAll('PriceFeed', 'last');
    await shop.proxy.cut();
    shop.cluster.put('Namespace', { metadata: { name: namespace } });
    assert.deepEqual(reasons(await remove('PriceFeed', 'last'))[0], 'Synced=False ShopUnavailable');
    shop.cluster.mark('Namespace', namespace);
    assert.equal(await shop.reconcile('PriceFeed', 'last'), undefined);
    shop.cluster.put('Namespace', { metadata: { name: namespace, deletionTimestamp: null } });
    await shop.proxy.mend();
  });

  it('sends a channel the new secret when its Secret changes, and keeps its routes', async () => {
    const { id, object } = await declareAll('NotificationChannel', 'hooked');
    putSecret('the second secret of the hook');
    const after = await shop.reconcile('NotificationChannel', 'hooked');
    const version = (of: typeof object) => Object(of?.status).secretVersion;
    assert.notEqual(version(after), version(object));
    const { body } = await shop.owner.get('/notifications/routes?limit=200');
    const own = body.items.filter((item: { channelId: string }) => item.channelId === id);
    assert.deepEqual(
      own.map((item: { minimumSeverity: string }) => item.minimumSeverity),
      ['warning'],
    );
    shop.declare('NotificationChannel', 'hooked', { ...channel, routes: [] });
    await shop.reconcile('NotificationChannel', 'hooked');
    const { body: then } = await shop.owner.get('/notifications/routes?limit=200');
    assert.ok(!then.items.some((item: { channelId: string }) => item.channelId === id));
  });

  it('sends a channel its address and secret again where the shop has those of another time', async () => {
    const { id, object } = await declareAll('NotificationChannel', 'restored');
    const leadsTo = async () => (await inShop('NotificationChannel', id)).target;
    const expected = await leadsTo();
    // As a database that goes back to before the rotation of a secret: the mark and the name are the same.
    const { name, language, isActive, managedBy } = await inShop('NotificationChannel', id);
    const settings = { ...target, url: 'https://old.shop.example/', secret: 'an-old-secret-of-it' };
    const before = { name, language, isActive, managedBy, settings };
    await shop.machine.put(`/notifications/channels/${id}`, before);
    assert.notEqual(await leadsTo(), expected);
    await refresh();
    const after = await shop.reconcile('NotificationChannel', 'restored');
    assert.equal(await leadsTo(), expected);
    const { settingsAt, secretVersion } = Object(after?.status);
    assert.equal(secretVersion, Object(object?.status).secretVersion);
    assert.equal(settingsAt, (await inShop('NotificationChannel', id)).settingsAt);
    await shop.reconcile('NotificationChannel', 'restored');
    assert.equal(settingsAt, (await inShop('NotificationChannel', id)).settingsAt, 'and once');
  });

  it('says what is missing or wrong, and tells an Event for each transition only', async () => {
    const missing = { ...channel, secretRef: { name: 'nowhere' } };
    shop.declare('NotificationChannel', 'lacking', missing);
    shop.news.length = 0;
    await shop.reconcile('NotificationChannel', 'lacking');
    const lacking = await shop.reconcile('NotificationChannel', 'lacking');
    assert.equal(reasons(lacking)[1], 'Ready=False SecretMissing');
    assert.deepEqual(
      shop.news.map(({ reason }) => reason),
      ['SecretMissing'],
    );
    shop.declare('PriceFeed', 'odd', { ...feed, fallback: 'nobody' });
    assert.equal(
      reasons(await shop.reconcile('PriceFeed', 'odd'))[1],
      'Ready=False FallbackMissing',
    );
    shop.declare('PriceFeed', 'odd', { ...feed, provider: 'reuters' });
    assert.equal(reasons(await shop.reconcile('PriceFeed', 'odd'))[1], 'Ready=False Invalid');
    shop.declare('PriceFeed', 'odd', { ...feed, fallback: 'once' });
    assert.equal(reasons(await shop.reconcile('PriceFeed', 'odd'))[0], 'Synced=True Synced');
  });

  it("makes two feeds that are each other's fallback", async () => {
    const names = ['left', 'right'];
    const [left, right] = names.map((name, n) =>
      shop.declare('PriceFeed', name, { ...feed, fallback: names[1 - n] }),
    );
    for (const name of [...names, ...names]) await shop.reconcile('PriceFeed', name);
    assert.equal((await inShop('PriceFeed', left ?? '')).fallbackFeedId, right);
    assert.equal((await inShop('PriceFeed', right ?? '')).fallbackFeedId, left);
  });

  async function refresh(): Promise<void> {
    const { signal } = new AbortController();
    const { feeds, rules, channels } = await shop.shops.of(namespace, signal);
    for (const list of [feeds, rules, channels]) await list.refresh(signal);
  }
});

const etag = ({ version }: { version?: number }): Record<string, string> =>
  version === undefined ? {} : { 'if-match': `"${version}"` };

/** What was made of it by hand. */
function drifted(kind: Kind, now: Record<string, unknown>): object {
  const { id: _, version: __, states: ___, ...rest } = now;
  const keys: Record<Kind, string[]> = {
    PriceFeed: [
      'provider',
      'symbol',
      'code',
      'everySeconds',
      'fallbackFeedId',
      'active',
      'managedBy',
    ],
    AlertRule: Object.keys(rest),
    NotificationChannel: ['language', 'isActive', 'managedBy'],
  };
  const picked = keys[kind].map((key) => [key, rest[key]]);
  return { ...Object.fromEntries(picked), name: 'By hand' };
}
