/** Limits at the counter and what an admin allows beyond them: once, soon, for the record. Held orders change hands. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { assertProblem } from '@balcao/kit/testing/problems.ts';
import { type Counter, openCounter } from './counter.ts';

describe('limits and overrides', () => {
  let counter: Counter;
  let seller: ApiClient;
  let admin: ApiClient;
  const adminId = randomUUID();
  const sellerId = randomUUID();
  let productId: string;
  before(async () => {
    counter = await openCounter({ isHelpful: true, env: { OVERRIDE_LIFE_MS: '60000' } });
    seller = counter.as('seller', sellerId);
    admin = counter.as('admin', adminId);
    productId = (await counter.addProduct({ priceMinor: 10_000 })).id;
  });
  after(() => counter.stop());

  const orderOf = (discountMinor: number, more: object = {}) => ({
    lines: [{ productId, quantityMilli: 1000 }],
    discountMinor,
    payments: [{ method: 'cash', amountMinor: 10_000 - discountMinor }],
    ...more,
  });
  const allow = async (wish: object) =>
    (await admin.post('/orders/overrides', { note: 'freguês antigo', ...wish })).body;

  it('say the limit at its field in the language of who asks', async () => {
    const ask = async (language: string) => {
      const headers = { 'accept-language': language };
      return (await seller.post('/orders', orderOf(501), headers)).body.errors;
    };
    const path = 'discountMinor';
    assert.deepEqual(await ask('pt-BR'), [{ path, message: 'no máximo R$ 5,00' }]);
    assert.deepEqual(await ask('en'), [{ path, message: 'at most 500' }]);
  });

  it('let a seller give 5 %, an admin all of it', async () => {
    assert.equal((await seller.post('/orders', orderOf(500))).status, 201);
    const refused = await seller.post('/orders', orderOf(501));
    assertProblem(refused, 'discount_above_limit');
    assert.match(refused.body.detail, /500/);
    assert.equal((await admin.post('/orders', orderOf(9_999))).status, 201);
  });

  it('are told before a discount is given, to each role its own', async () => {
    const told = async (who: ApiClient) => (await who.get('/orders/limits')).body;
    assert.deepEqual(await told(seller), { discountBasisPoints: 500 });
    assert.deepEqual(await told(admin), { discountBasisPoints: 10_000 });
    assertProblem(await counter.as('stockist').get('/orders/limits'), 'forbidden');
  });

  it('hold for a cart that is changed, too', async () => {
    const { body: cart } = await seller.post(
      '/orders',
      orderOf(500, { payments: [], place: false }),
    );
    const lines = [{ productId, quantityMilli: 500 }];
    assertProblem(await seller.put(`/orders/${cart.id}/lines`, { lines }), 'discount_above_limit');
    const less = await seller.put(`/orders/${cart.id}/lines`, { lines, discountMinor: 250 });
    assert.equal(less.body.totalMinor, 4_750);
    const { id: overrideId } = await allow({ discountUpToMinor: 2_000 });
    const wish = { lines, discountMinor: 2_000, overrideId };
    assert.equal((await seller.put(`/orders/${cart.id}/lines`, wish)).body.totalMinor, 3_000);
    // What the order has used goes on to count for it.
    const again = { lines, discountMinor: 1_900 };
    assert.equal((await seller.put(`/orders/${cart.id}/lines`, again)).body.totalMinor, 3_100);
  });

  it('give way to an override: once, up to what it says, and recorded', async () => {
    const { id: overrideId, expiresAt, usedAt } = await allow({ discountUpToMinor: 3_000 });
    assert.ok(Date.parse(expiresAt) > Date.now());
    assert.equal(usedAt, null);
    assertProblem(
      await seller.post('/orders', orderOf(3_001, { overrideId })),
      'discount_above_limit',
    );
    const { status, body: sold } = await seller.post('/orders', orderOf(3_000, { overrideId }));
    assert.equal(status, 201);
    assertProblem(
      await seller.post('/orders', orderOf(3_000, { overrideId })),
      'override_not_valid',
    );
    const { items } = (await admin.get(`/orders/overrides?orderId=${sold.id}`)).body;
    assert.equal(items.length, 1);
    assert.deepEqual(
      [items[0].id, items[0].allowedBy, items[0].usedBy, items[0].note],
      [overrideId, adminId, sellerId, 'freguês antigo'],
    );
    assert.equal((await seller.get('/orders/overrides')).status, 403);
    assert.equal(
      (await seller.post('/orders/overrides', { tabUpToMinor: 1, note: 'x' })).status,
      403,
    );
    assertProblem(await admin.post('/orders/overrides', { note: 'x' }), 'validation_failed');
    const unknown = orderOf(0, { overrideId: randomUUID() });
    assertProblem(await seller.post('/orders', unknown), 'override_not_valid');
  });

  it('give it to one of many orders that name it at the same time', async () => {
    const { id: overrideId } = await allow({ discountUpToMinor: 3_000 });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => seller.post('/orders', orderOf(3_000, { overrideId }))),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
  });

  it('are not used up by an order that wants more than they say', async () => {
    const { id: overrideId } = await allow({ discountUpToMinor: 3_000 });
    const discounts = [3_001, 3_001, 3_000, 3_001];
    const answers = await Promise.all(
      discounts.map((minor) => seller.post('/orders', orderOf(minor, { overrideId }))),
    );
    assert.equal(answers[2]?.status, 201);
  });

  it('let a customer past the limit of the tab when an admin allows it', async () => {
    const { body: ana } = await admin.post('/customers', { name: 'Ana', tabLimitMinor: 1_000 });
    const order = orderOf(0, {
      customerId: ana.id,
      payments: [{ method: 'tab', amountMinor: 10_000 }],
    });
    assertProblem(await seller.post('/orders', order), 'tab_limit_exceeded');
    const { id: overrideId } = await allow({ tabUpToMinor: 10_000 });
    assert.equal((await seller.post('/orders', { ...order, overrideId })).body.status, 'completed');
    const { body: tab } = await seller.get(`/customers/${ana.id}/tab`);
    assert.deepEqual([tab.balanceMinor, tab.roomMinor], [10_000, 0]);
  });

  it('end with the life of an override', async () => {
    const hasty = await openCounter({ isHelpful: true, env: { OVERRIDE_LIFE_MS: '1000' } });
    try {
      const boss = hasty.as('admin');
      const { id } = await hasty.addProduct();
      const { body } = await boss.post('/orders/overrides', { discountUpToMinor: 1, note: 'x' });
      const order = { lines: [{ productId: id, quantityMilli: 1000 }], place: false };
      await eventually(() => assert.ok(Date.now() > Date.parse(body.expiresAt)));
      assertProblem(
        await boss.post('/orders', { ...order, overrideId: body.id }),
        'override_not_valid',
      );
    } finally {
      await hasty.stop();
    }
  });

  it('let another seller take up what is on hold, and place it at the own till', async () => {
    const other = counter.as('seller', randomUUID());
    const { body: cart } = await seller.post('/orders', orderOf(0, { payments: [], place: false }));
    assert.equal(
      (await other.get(`/orders/${cart.id}`)).status,
      404,
      'an open order is its seller’s',
    );
    assertProblem(await other.post(`/orders/${cart.id}/resume`), 'not_found');
    await seller.post(`/orders/${cart.id}/hold`);
    const held = (await other.get('/orders?status=held')).body.items;
    assert.ok(held.some(({ id }: { id: string }) => id === cart.id));
    const register = randomUUID().slice(0, 8);
    const { body: till } = await other.post('/tills', { register, floatMinor: 0 });
    const { body: resumed } = await other.post(`/orders/${cart.id}/resume`);
    assert.equal(resumed.status, 'open');
    assert.notEqual(resumed.sellerId, sellerId);
    assert.equal(resumed.history.at(-1).note, `taken over from ${sellerId}`);
    assertProblem(await seller.post(`/orders/${cart.id}/hold`), 'not_found');
    const payments = [{ method: 'cash', amountMinor: 10_000 }];
    const { body: sold } = await other.post(`/orders/${cart.id}/place`, { payments });
    assert.deepEqual([sold.status, sold.tillId], ['completed', till.id]);
  });

  it('give what is on hold to one of two who want it', async () => {
    const { body: cart } = await seller.post('/orders', orderOf(0, { payments: [], place: false }));
    await seller.post(`/orders/${cart.id}/hold`);
    const answers = await Promise.all(
      [1, 2].map(() => counter.as('seller', randomUUID()).post(`/orders/${cart.id}/resume`)),
    );
    // The second finds an open order that is another's.
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404]);
  });
});
