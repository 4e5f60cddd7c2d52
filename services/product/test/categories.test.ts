/** Protects: a category is there for as long as something on sale is in it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openShop, productFields, type Shop } from './shop.ts';

const unknownId = '01890000-0000-7000-8000-000000000000';

describe('categories', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.stop());

  const add = async (name: string) => (await shop.admin.post('/categories', { name })).body;

  it('are made, read, renamed and deleted', async () => {
    const created = await shop.stockist.post('/categories', { name: ' Aves ' });
    assert.equal(created.status, 201);
    assert.equal(created.headers.get('etag'), '"1"');
    const { id, name, version } = created.body;
    assert.deepEqual({ name, version }, { name: 'Aves', version: 1 });
    assert.deepEqual((await shop.seller.get(`/categories/${id}`)).body, created.body);
    const renamed = await shop.admin.put(`/categories/${id}`, { name: 'Frangos' });
    assert.equal(renamed.body.version, 2);
    assert.equal(renamed.headers.get('etag'), '"2"');
    assert.equal((await shop.admin.delete(`/categories/${id}`)).status, 204);
    assert.equal((await shop.admin.get(`/categories/${id}`)).status, 404);
  });

  it('refuse what is wrong, unknown, forbidden or stale', async () => {
    const { id } = await add('Suínos');
    const path = `/categories/${id}`;
    assert.equal((await shop.admin.post('/categories', { name: '' })).status, 422);
    assert.equal((await shop.admin.post('/categories', { name: 'A', colour: 1 })).status, 422);
    assert.equal((await shop.admin.post('/categories', { id, name: 'A' })).status, 409);
    assert.equal((await shop.seller.post('/categories', { name: 'A' })).status, 403);
    assert.equal((await shop.nobody.get('/categories')).status, 401);
    assert.equal((await shop.admin.put(`/categories/${unknownId}`, { name: 'A' })).status, 404);
    assert.equal((await shop.admin.delete(`/categories/${unknownId}`)).status, 404);
    const stale = await shop.admin.put(path, { name: 'A' }, { 'if-match': '"7"' });
    assert.equal(stale.body.code, 'version_mismatch');
    assert.equal((await shop.admin.delete(path, { 'if-match': '"7"' })).status, 412);
  });

  it('stay while an active product is in them; archived ones let go', async () => {
    const { id: categoryId } = await add('Peixes');
    const product = await shop.addProduct({ categoryId });
    const refused = await shop.admin.delete(`/categories/${categoryId}`);
    assert.equal(refused.status, 409);
    assert.equal(refused.body.code, 'conflict');
    await shop.admin.delete(`/products/${product.id}`);
    assert.equal((await shop.admin.delete(`/categories/${categoryId}`)).status, 204);
    const { body } = await shop.admin.get(`/products/${product.id}`);
    assert.equal(body.categoryId, null);
    assert.equal(body.version, 3);
  });

  it('never lose a product that is moved in while they are deleted', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id: categoryId } = await add('Corrida');
      const [added, deleted] = await Promise.all([
        shop.admin.post('/products', productFields({ categoryId })),
        shop.admin.delete(`/categories/${categoryId}`),
      ]);
      const outcome = `${added.status} ${deleted.status}`;
      assert.ok(['201 409', '422 204'].includes(outcome), outcome);
    }
  });

  it('are listed by name without regard to accents, page by page', async () => {
    for (const name of ['Óleos', 'ovos', 'Outros', 'Ovelha']) await add(name);
    const seen: { id: string; name: string }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=3' : `limit=3&cursor=${cursor}`;
      const { body } = await shop.seller.get(`/categories?${query}`);
      seen.push(...body.items);
      cursor = body.nextCursor;
    }
    const mine = seen.map(({ name }) => name).filter((name) => /^[oó]/i.test(name));
    assert.deepEqual(mine, ['Óleos', 'Outros', 'Ovelha', 'ovos']);
    assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length);
  });
});
