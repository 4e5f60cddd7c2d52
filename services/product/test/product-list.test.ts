/** Protects: a search finds what a person means, and pages show every product once. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

describe('listing products', () => {
  let shop: Shop;
  let categoryId: string;
  before(async () => {
    shop = await openShop();
    categoryId = (await shop.admin.post('/categories', { name: 'Miúdos' })).body.id;
    await shop.addProduct({ name: 'Coração de Frango', categoryId, plu: '101' });
    await shop.addProduct({ name: 'CORACAO BOVINO', categoryId, barcode: '7891000100103' });
    await shop.addProduct({ name: 'Água 50% off', unit: 'un' });
    await shop.addProduct({ name: 'Água 500 ml', unit: 'un' });
    await shop.addProduct({ name: 'Kit a_b', sku: 'KIT\\1' });
    await shop.addProduct({ name: 'Kit aXb' });
    const gone = await shop.addProduct({ name: 'Língua', categoryId });
    await shop.admin.delete(`/products/${gone.id}`);
  });
  after(() => shop.stop());

  const names = async (query: Record<string, string>): Promise<string[]> => {
    const { status, body } = await shop.seller.get(`/products?${new URLSearchParams(query)}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.items.map((product: { name: string }) => product.name);
  };

  it('finds words whatever their accents and case', async () => {
    const hearts = ['CORACAO BOVINO', 'Coração de Frango'];
    for (const q of ['coracao', 'CORAÇÃO', 'corac\u0327a\u0303o']) {
      assert.deepEqual(await names({ q }), hearts, q);
    }
  });

  it('wants every word, in any order, in name, SKU, PLU or barcode', async () => {
    assert.deepEqual(await names({ q: 'frango cora' }), ['Coração de Frango']);
    assert.deepEqual(await names({ q: 'frango bovino' }), []);
    assert.deepEqual(await names({ q: '101 frango' }), ['Coração de Frango']);
    assert.deepEqual(await names({ q: '7891000100103' }), ['CORACAO BOVINO']);
  });

  it('forgives typing errors, but only where nothing is spelled so', async () => {
    const cuts = ['Picanha maturada', 'Picanha suína', 'Contrafilé', 'Alcatra', 'Linguiça toscana'];
    for (const name of cuts) await shop.addProduct({ name });
    const typed: [string, string[]][] = [
      ['picnha', ['Picanha maturada', 'Picanha suína']],
      ['ipcanha', ['Picanha maturada', 'Picanha suína']],
      ['picanah sunia', ['Picanha suína']],
      ['contrafle', ['Contrafilé']],
      ['alctra', ['Alcatra']],
      ['linguisa tosc', ['Linguiça toscana']],
      ['alcaparra', []],
      ['pixxxha', []],
      ['1019', []],
    ];
    for (const [q, expected] of typed) assert.deepEqual(await names({ q }), expected, q);
    const first = (await shop.seller.get('/products?q=picnha&limit=1')).body;
    assert.ok(first.nextCursor);
    const second = await names({ q: 'picnha', limit: '1', cursor: first.nextCursor });
    assert.deepEqual(second, ['Picanha suína']);
    assert.deepEqual(await names({ q: 'picnha', active: 'false' }), []);
  });

  it('ranks: the exact code, the beginning of the name, of a word, then anywhere', async () => {
    await shop.addProduct({ name: 'Zzz exato', sku: 'OVO' });
    await shop.addProduct({ name: 'Povo unido' });
    await shop.addProduct({ name: 'Bandeja de ovos' });
    await shop.addProduct({ name: 'Ovo caipira' });
    const ranked = ['Zzz exato', 'Ovo caipira', 'Bandeja de ovos', 'Povo unido'];
    assert.deepEqual(await names({ q: 'ovo' }), ranked);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await shop.seller.get(`/products?q=ovo&limit=1${query}`);
      seen.push(...body.items.map((product: { name: string }) => product.name));
      cursor = body.nextCursor;
    }
    assert.deepEqual(seen, ranked);
    await shop.addProduct({ name: 'Com PLU', plu: '4711' });
    await shop.addProduct({ name: 'Colônia 4711' });
    assert.deepEqual(await names({ q: '004711' }), ['Com PLU', 'Colônia 4711']);
  });

  it('finds at once what was committed, however late the transaction that began first', async () => {
    const { id } = await shop.addProduct({ name: 'Jabuticaba' });
    const slow = Promise.withResolvers<void>();
    const writing = shop.db.transaction(async (tx) => {
      await tx.query("UPDATE product SET search_text = 'grumixama', version = 2 WHERE id = $1", [
        id,
      ]);
      await slow.promise;
    });
    await shop.addProduct({ name: 'Uvaia' });
    assert.deepEqual(await names({ q: 'uvaia' }), ['Uvaia']);
    assert.deepEqual(await names({ q: 'jabuticaba' }), ['Jabuticaba']);
    slow.resolve();
    await writing;
    assert.deepEqual(await names({ q: 'grumixama' }), ['Jabuticaba']);
  });

  it('takes %, _ and \\ for themselves', async () => {
    assert.deepEqual(await names({ q: '50%' }), ['Água 50% off']);
    assert.deepEqual(await names({ q: '%' }), ['Água 50% off']);
    assert.deepEqual(await names({ q: 'a_b' }), ['Kit a_b']);
    assert.deepEqual(await names({ q: 'kit\\1' }), ['Kit a_b']);
  });

  it('follows a product that is renamed', async () => {
    const { id, sku } = await shop.addProduct({ name: 'Maçã' });
    const fields = { sku, name: 'Pêra', unit: 'kg', priceMinor: 1, active: true };
    await shop.admin.put(`/products/${id}`, fields);
    assert.deepEqual(await names({ q: 'maca' }), []);
    assert.deepEqual(await names({ q: 'pera' }), ['Pêra']);
  });

  it('filters by category and by whether it is sold', async () => {
    assert.equal((await names({ categoryId })).length, 3);
    assert.equal((await names({ categoryId, active: 'true' })).length, 2);
    assert.deepEqual(await names({ categoryId, active: 'false' }), ['Língua']);
    assert.deepEqual(await names({ active: 'false' }), ['Língua']);
  });

  it('refuses a query that is not one', async () => {
    const forged = Buffer.from('["a","b"]').toString('base64url');
    const wrong = [
      'limit=0',
      'limit=201',
      'limit=x',
      'active=yes',
      'categoryId=1',
      'cursor=!',
      'sort=1',
    ];
    for (const query of [...wrong, `cursor=${forged}`]) {
      assert.equal((await shop.seller.get(`/products?${query}`)).status, 422, query);
    }
  });

  it('shows every product once, by name, even where names are the same or long', async () => {
    const twins = Array.from({ length: 7 }, () => shop.addProduct({ name: 'Bife' }));
    await Promise.all(twins);
    for (const end of ['a', 'b', 'c']) await shop.addProduct({ name: `${'骨'.repeat(119)}${end}` });
    const all = await names({ limit: '200' });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=2' : `limit=2&cursor=${cursor}`;
      const { body } = await shop.seller.get(`/products?${query}`);
      assert.ok(body.items.length <= 2);
      seen.push(...body.items.map((product: { name: string }) => product.name));
      cursor = body.nextCursor;
    }
    assert.deepEqual(seen, all);
    assert.equal(seen.filter((name) => name === 'Bife').length, 7);
    assert.equal(seen[0], 'Água 50% off');
  });

  it('tells what was changed since a moment, and what was archived, but not what stayed', async () => {
    const stayed = await shop.addProduct({ name: 'Fraldinha' });
    const changed = await shop.addProduct({ name: 'Maminha' });
    const archived = await shop.addProduct({ name: 'Músculo' });
    const { version, createdAt, updatedAt, id, availableMilli, ...fields } = changed;
    const put = await shop.admin.put(`/products/${id}`, { ...fields, priceMinor: 4590 });
    assert.equal(put.status, 200, JSON.stringify(put.body));
    await shop.admin.delete(`/products/${archived.id}`);
    const updatedSince = put.body.updatedAt;
    assert.ok(updatedSince > stayed.updatedAt);
    const { body } = await shop.seller.get(`/products?updatedSince=${updatedSince}`);
    assert.deepEqual(
      body.items.map((product: { name: string; active: boolean; priceMinor: number }) => [
        product.name,
        product.active,
        product.priceMinor,
      ]),
      [
        ['Maminha', true, 4590],
        ['Músculo', false, 3990],
      ],
    );
    const both = await shop.seller.get(`/products?q=maminha&updatedSince=${updatedSince}`);
    assert.equal(both.status, 422);
    assert.equal(both.body.errors[0].path, 'query.updatedSince');
  });
});
