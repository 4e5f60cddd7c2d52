/** Protects: a shop gets the load files of its scale as a zip, with what is sold under a PLU now, or a clear refusal. */
import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

describe('loading the scales', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
    await shop.addProduct({ name: 'Tomate Italiano', plu: '745', priceMinor: 790 });
    await shop.addProduct({ name: 'Coxão mole', plu: '31', priceMinor: 4290, shelfLifeDays: 5 });
    await shop.addProduct({ name: 'Sem PLU' });
    const gone = await shop.addProduct({ name: 'Arquivado', plu: '9' });
    await shop.admin.delete(`/products/${gone.id}`);
  });
  after(() => shop.stop());

  const load = async (family: string) => {
    const { status, headers, bytes } = await shop.seller.get(`/products/scales/${family}`);
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'application/zip');
    const zip = unzipSync(bytes);
    const text = new TextDecoder('ascii');
    return Object.fromEntries(
      Object.entries(zip).map(([name, bytes]) => [name, text.decode(bytes)]),
    );
  };

  it('gives the files of each family, by PLU, without what is archived or has none', async () => {
    const { 'CADTXT.TXT': items } = await load('filizola');
    assert.equal(
      items,
      '000031PCOXAO MOLE            0004290005\r\n000745PTOMATE ITALIANO       0000790000\r\n',
    );
    assert.deepEqual(Object.keys(await load('toledo')), ['TXITENS.TXT']);
    assert.deepEqual(Object.keys(await load('toledo-mgv')).sort(), ['DEPTO.TXT', 'ITENSMGV.TXT']);
    assert.ok((await load('urano'))['PRODUTOS.TXT']?.startsWith('\n\x0200031P'));
  });

  it('carries the price that holds now', async () => {
    const { id: productId } = await shop.addProduct({
      name: 'Oferta',
      plu: '50',
      priceMinor: 1000,
    });
    const offer = { name: 'Hoje', productId, kind: 'price', priceMinor: 700 };
    await shop.admin.post('/promotions', offer);
    const { 'TXITENS.TXT': items } = await load('toledo');
    assert.match(items ?? '', /^01000000050000700000OFERTA/m);
  });

  it('is refused whole where a product does not fit, which is named', async () => {
    const { id } = await shop.addProduct({ name: 'Wagyu inteiro', plu: '123456' });
    const { status, body } = await shop.seller.get('/products/scales/urano');
    assert.equal(status, 422);
    assert.equal(body.code, 'does_not_fit');
    assert.match(body.detail, /Wagyu inteiro .*PLU 123456 has more than 5 digits/);
    assert.equal(body.errors.length, 1);
    await load('filizola');
    await shop.admin.delete(`/products/${id}`);
    await load('urano');
    assert.equal((await shop.seller.get('/products/scales/bizerba')).status, 422);
  });
});
