/** Customers through the API: found without accents, changed by one at a time, limited by an admin, forgotten on wish. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { assertProblem } from '@balcao/kit/testing/problems.ts';
import { type Counter, openCounter } from './counter.ts';

describe('customers', () => {
  let counter: Counter;
  let seller: ApiClient;
  let admin: ApiClient;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    seller = counter.as('seller');
    admin = counter.as('admin');
  });
  after(() => counter.stop());

  const add = async (changes: object = {}) =>
    (await seller.post('/customers', { name: 'Ana', ...changes })).body;

  it('are added, read and found by name without accents, telephone, document and e-mail', async () => {
    const wish = {
      name: 'João Conceição',
      phone: '(11) 98765-4321',
      document: '529.982.247-25',
      email: 'Joao@Example.com',
    };
    const { status, body, headers } = await seller.post('/customers', wish);
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(headers.get('etag'), '"1"');
    assert.deepEqual(
      [body.document, body.email, body.tabLimitMinor, body.balanceMinor, body.active],
      ['52998224725', 'joao@example.com', 0, 0, true],
    );
    for (const q of ['joao conc', '98765-4321', '529.982', 'JOAO@EX', '11987']) {
      const { items } = (await seller.get(`/customers?q=${encodeURIComponent(q)}`)).body;
      assert.deepEqual(
        items.map(({ id }: { id: string }) => id),
        [body.id],
        q,
      );
    }
    assert.equal((await seller.get('/customers?q=joana')).body.items.length, 0);
    const twin = { name: 'Joana', document: '52998224725' };
    assertProblem(await seller.post('/customers', twin), 'already_exists');
    assert.equal((await counter.as('stockist').get('/customers')).status, 403);
  });

  it('come in pages by name, each once', async () => {
    const tag = randomUUID().slice(0, 8);
    for (const name of ['Zé', 'Água', 'Bia', 'água']) await add({ name: `${tag} ${name}` });
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await seller.get(
        `/customers?q=${tag}&limit=3${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...body.items.map(({ name }: { name: string }) => name.slice(9).toLowerCase()));
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    assert.deepEqual(seen, ['água', 'água', 'bia', 'zé']);
    const forged = Buffer.from('["a","b"]').toString('base64url');
    assertProblem(await seller.get(`/customers?cursor=${forged}`), 'validation_failed');
  });

  it('are changed by one at a time', async () => {
    const { id } = await add();
    const wish = { name: 'Ana Maria', active: true };
    const first = await seller.put(`/customers/${id}`, wish, { 'if-match': '"1"' });
    assert.deepEqual([first.body.name, first.body.version], ['Ana Maria', 2]);
    assertProblem(
      await seller.put(`/customers/${id}`, wish, { 'if-match': '"1"' }),
      'version_mismatch',
    );
  });

  it('get a limit from an admin only, and keep it when somebody else changes them', async () => {
    assertProblem(await seller.post('/customers', { name: 'Bia', tabLimitMinor: 1 }), 'forbidden');
    const { id } = await add();
    const wish = { name: 'Ana', active: true };
    const limited = await admin.put(`/customers/${id}`, { ...wish, tabLimitMinor: 5000 });
    assert.equal(limited.body.tabLimitMinor, 5000);
    const kept = await seller.put(`/customers/${id}`, { ...wish, name: 'Anna' });
    assert.deepEqual([kept.status, kept.body.tabLimitMinor], [200, 5000]);
    const raised = await seller.put(`/customers/${id}`, { ...wish, tabLimitMinor: 5001 });
    assertProblem(raised, 'forbidden');
  });

  it('are archived, and buy nothing more', async () => {
    const { id } = await add();
    assert.equal((await seller.delete(`/customers/${id}`)).status, 204);
    assert.equal((await seller.get(`/customers/${id}`)).body.active, false);
    const product = await counter.addProduct();
    const lines = [{ productId: product.id, quantityMilli: 1000 }];
    const order = { lines, payments: [{ method: 'cash', amountMinor: 3990 }] };
    assertProblem(await seller.post('/orders', { ...order, customerId: id }), 'inactive_customer');
    const nobody = randomUUID();
    assertProblem(
      await seller.post('/orders', { ...order, customerId: nobody }),
      'unknown_customer',
    );
  });

  it('are forgotten on wish: nothing says who it was, and what was bought stays', async () => {
    const customer = await add({
      name: 'Carla',
      phone: '11 5555',
      email: 'c@example.com',
      note: 'n',
    });
    const product = await counter.addProduct();
    const lines = [{ productId: product.id, quantityMilli: 1000 }];
    const payments = [{ method: 'cash', amountMinor: 3990 }];
    const { body: sold } = await seller.post('/orders', {
      lines,
      payments,
      customerId: customer.id,
    });
    assert.equal(sold.customerId, customer.id);
    assert.equal((await seller.post(`/customers/${customer.id}/anonymise`)).status, 403);
    const { body } = await admin.post(`/customers/${customer.id}/anonymise`);
    assert.deepEqual(
      [body.name, body.phone, body.document, body.email, body.note, body.active],
      ['Anonimizado', null, null, null, null, false],
    );
    assert.ok(body.anonymisedAt);
    assert.equal(
      (await admin.post(`/customers/${customer.id}/anonymise`)).body.version,
      body.version,
    );
    assert.equal((await seller.get('/customers?q=carla')).body.items.length, 0);
    const revived = await seller.put(`/customers/${customer.id}`, { name: 'Carla', active: true });
    assertProblem(revived, 'conflict');
    const { items } = (await admin.get(`/orders?customerId=${customer.id}`)).body;
    assert.deepEqual(
      items.map(({ id }: { id: string }) => id),
      [sold.id],
    );
  });

  const refused: [string, object][] = [
    ['a wrong CPF', { document: '52998224724' }],
    ['a telephone without a digit', { phone: '()' }],
    ['an address that is none', { email: 'joao' }],
    ['a limit below nothing', { tabLimitMinor: -1 }],
    ['no name', { name: ' ' }],
  ];
  for (const [what, changes] of refused) {
    it(`are refused with ${what}`, async () => {
      const answer = await admin.post('/customers', { name: 'Ana', ...changes });
      assertProblem(answer, 'validation_failed');
    });
  }
});
