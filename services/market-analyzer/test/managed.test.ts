/** Guarantees of feeds and rules that are managed elsewhere: marked by a machine, read by all, changed by it alone. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Market, startMarket } from './harness.ts';

const managedBy = 'kubernetes:shop/PriceFeed/usd-brl';
const kinds = {
  '/market/feeds': {
    name: 'Dollar',
    provider: 'replay',
    symbol: 'USD-BRL',
    code: 'usd-brl',
    everySeconds: 3600,
  },
  '/market/rules': {
    name: 'Dollar rises',
    symbols: ['USD-BRL'],
    condition: { kind: 'threshold', direction: 'above', price: '6' },
  },
};

describe('feeds and rules that are managed elsewhere', () => {
  let market: Market;
  before(async () => {
    market = await startMarket();
  });
  after(() => market?.stop());

  for (const [path, wish] of Object.entries(kinds)) {
    it(`${path}: are made under a chosen id, changed and deleted by the machine, and by no person`, async () => {
      const machine = market.as('machine');
      const admin = market.as('admin');
      const id = newId();
      const own = `${path}/${id}`;
      const made = await machine.post(path, { ...wish, id, managedBy });
      assert.deepEqual([made.status, made.body.managedBy], [201, managedBy]);
      const again = await machine.post(path, { ...wish, id, managedBy });
      assert.equal(again.body.code, 'already_exists');
      const change = { ...wish, name: 'Another name', active: false };
      for (const refused of [
        await admin.put(own, change),
        await admin.put(own, { ...change, managedBy }, { 'if-match': '"1"' }),
        await admin.delete(own),
      ]) {
        assert.deepEqual([refused.status, refused.body.code], [409, 'managed_elsewhere']);
        assert.match(refused.body.detail, /kubernetes:shop\/PriceFeed\/usd-brl/);
      }
      const read = (await market.as('stockist').get(own)).body;
      assert.deepEqual([read.name, read.managedBy], [wish.name, managedBy]);
      const changed = await machine.put(own, { ...change, managedBy });
      assert.deepEqual([changed.status, changed.body.name], [200, 'Another name']);
      assert.equal((await machine.delete(own)).status, 204);
    });

    it(`${path}: are handed over to people, and are marked by no person`, async () => {
      const machine = market.as('machine');
      const admin = market.as('admin');
      const { body } = await machine.post(path, { ...wish, managedBy });
      const own = `${path}/${body.id}`;
      const change = { ...wish, active: false };
      assert.equal((await machine.put(own, { ...change, managedBy: null })).body.managedBy, null);
      for (const refused of [
        await admin.put(own, { ...change, managedBy }),
        await admin.post(path, { ...wish, managedBy }),
      ]) {
        assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
        assert.match(refused.body.detail, /managedBy/);
      }
      const wrong = await machine.put(own, { ...change, managedBy: 'somebody' });
      assert.deepEqual([wrong.status, wrong.body.errors[0].path], [422, 'managedBy']);
      assert.equal((await admin.put(own, change)).body.managedBy, null);
      assert.equal((await admin.delete(own)).status, 204);
    });
  }

  it('tell how they are: a feed its health and the latest quote, to whoever made it', async () => {
    const machine = market.as('machine');
    const feed = { ...kinds['/market/feeds'], symbol: 'SEEN', managedBy };
    const { body } = await machine.post('/market/feeds', feed);
    assert.deepEqual([body.health, body.lastQuote], ['new', null]);
    const path = `/market/feeds/${body.id}`;
    await eventually(async () => {
      const { health, lastQuote } = (await machine.get(path)).body;
      const [latest] = (await machine.get('/market/quotes/latest?symbols=SEEN')).body.items;
      assert.deepEqual([health, { symbol: 'SEEN', ...lastQuote }], ['well', latest]);
    });
    const broken = await machine.post('/market/feeds', { ...feed, code: 'no-such-recording' });
    await eventually(async () => {
      const { health, lastError } = (await machine.get(`/market/feeds/${broken.body.id}`)).body;
      assert.deepEqual([health, typeof lastError], ['failing', 'string']);
    });
    const paused = await machine.put(path, { ...feed, active: false });
    assert.equal(paused.body.health, 'paused');
    const listed = (await machine.get('/market/feeds?limit=100')).body.items;
    assert.deepEqual(
      listed.find(({ id }: { id: string }) => id === body.id),
      (await machine.get(path)).body,
    );
  });
});
