/** Protects: the rows of a file are imported all or not at all, and each says what became of it, and why. */
import assert from 'node:assert/strict';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type ImportDesk, openImportDesk, outcomesOf } from './import-desk.ts';

describe('the rows of an imported catalogue', () => {
  let desk: ImportDesk;
  before(async () => {
    desk = await openImportDesk();
  });
  after(() => desk?.shop.stop());

  it('adds what is new and updates by SKU: prices, history, categories and events', async () => {
    await desk.shop.addProduct({
      sku: 'I-1',
      name: 'Velho',
      priceMinor: 100,
      costMinor: 50,
      plu: '601',
    });
    const { status, body } = await desk.send(
      'SKU;Nome;Categoria;Unidade;Preço;PLU;Código de barras\n' +
        'I-1;Picanha;Bovinos;kg;89,90;601;\n' +
        'I-2;Carvão 3 kg;;un;19,90;;7891000100103\n',
    );
    assert.equal(status, 200);
    assert.deepEqual(outcomesOf(body), ['updated', 'created']);
    assert.deepEqual([body.isApplied, body.createdCount, body.updatedCount], [true, 1, 1]);
    const meat = await desk.find('I-1');
    assert.deepEqual([meat.name, meat.priceMinor, meat.costMinor], ['Picanha', 8990, 50]);
    const category = (await desk.shop.seller.get(`/categories/${meat.categoryId}`)).body;
    assert.equal(category.name, 'Bovinos');
    const { items } = (await desk.shop.seller.get(`/products/${meat.id}/prices`)).body;
    assert.equal(items.length, 2);
    const told = await eventually(() => {
      const events = desk.shop.published.filter(({ subject }) => subject === meat.id);
      assert.equal(events.length, 2);
      return events;
    });
    const state = eventSchemas['product.updated'].parse(told[1]?.data).product;
    assert.deepEqual([state.priceMinor, state.version], [8990, 2]);
    const coal = await desk.find('I-2');
    assert.deepEqual([coal.unit, coal.barcode, coal.categoryId], ['un', '7891000100103', null]);
    const again = await desk.send('sku;name\nI-1;Picanha\n');
    assert.deepEqual(outcomesOf(again.body), ['unchanged']);
    assert.equal((await desk.find('I-1')).version, 2);
  });

  it('writes nothing when the last row is broken, and gives the reason of each row', async () => {
    const before = await desk.count();
    const good = Array.from({ length: 300 }, (_, n) => `BR-${n};Produto ${n};kg;1,00`);
    const broken = ['BR-0;Noch mal;kg;1,00', 'BR-X;;kg;zwei', 'BR-Y;Y;kg', 'BR-Z;"offen;kg;1'];
    const { status, body } = await desk.send(
      ['sku;name;unit;price', ...good, ...broken].join('\n'),
    );
    assert.equal(status, 422);
    assert.equal(body.code, 'validation_failed');
    assert.match(body.detail, /^4 of 304 rows/);
    const errors = body.errors.map(({ path, message }: { path: string; message: string }) => [
      path,
      message.split(':')[0],
    ]);
    assert.deepEqual(errors, [
      ['rows[300].sku', 'line 302'],
      ['rows[301].name', 'line 303'],
      ['rows[301].price', 'line 303'],
      ['rows[302]', 'line 304'],
      ['rows[303]', 'line 305'],
    ]);
    assert.equal(await desk.count(), before);
  });

  it('gives the reasons in Portuguese to whoever reads that', async () => {
    const text =
      'sku;name;unit;price\nPT-1;Um;litro;1.234\nPT-2;;kg;1,00\nPT-3;Três\nPT-4;a\u0001b;kg;1,00\nPT-5;Um;un;1,00\nPT-5;Um;un;1,00';
    const inPortuguese = { 'accept-language': 'pt-BR' };
    const told = await desk.send(text, '?dryRun=true', inPortuguese);
    assert.equal(told.headers.get('content-language'), 'pt');
    const reasons = told.body.rows.flatMap(({ errors }: { errors: { message: string }[] }) =>
      errors.map(({ message }) => message),
    );
    assert.deepEqual(reasons, [
      '"litro" não é uma unidade: kg ou un',
      '"1.234" pode ser dois valores; escreva com duas casas decimais',
      'não pode ficar vazio',
      'a linha tem 2 células, o cabeçalho 4',
      'caracteres de controle não são aceitos',
      'a linha 6 já tem PT-5',
    ]);
    const refused = await desk.send(text, '', inPortuguese);
    assert.match(refused.body.detail, /^5 de 6 linhas não podem ser importadas/);
    assert.match(refused.body.errors[0].message, /^linha 2: "litro" não é/);
    const english = await desk.send(text, '?dryRun=true', { 'accept-language': 'en' });
    assert.equal(english.headers.get('content-language'), 'en');
    assert.match(english.body.rows[0].errors[0].message, /is not a unit/);
  });

  it('only tells what would become of the rows in a dry run', async () => {
    const before = await desk.count();
    const text = 'sku,name,unit,price\nDRY-1,Um,kg,"1,00"\nDRY-2,Dois,litro,1.00';
    const { status, body } = await desk.send(text, '?dryRun=true');
    assert.equal(status, 200);
    assert.equal(body.isApplied, false);
    assert.deepEqual(outcomesOf(body), ['created', 'refused']);
    assert.deepEqual(body.rows[1].errors[0].column, 'unit');
    assert.equal(body.rows[1].line, 3);
    assert.equal(await desk.count(), before);
  });

  it('lets products swap their codes, and refuses codes that others keep', async () => {
    await desk.send('sku;name;unit;price;plu\nSW-1;Um;kg;1,00;701\nSW-2;Dois;kg;1,00;702');
    const swapped = await desk.send('sku;plu\nSW-1;702\nSW-2;701');
    assert.deepEqual(outcomesOf(swapped.body), ['updated', 'updated']);
    assert.equal((await desk.find('SW-1')).plu, '702');
    const { body } = await desk.send('sku;plu\nSW-2;0702');
    assert.deepEqual(
      [body.errors[0].path, body.errors[0].message],
      ['rows[0].plu', 'line 2: Um (SW-1) has 702 already'],
    );
    const twice = await desk.send('sku;plu\nSW-1;703\nSW-2;703');
    assert.match(twice.body.errors[0].message, /line 2 has 703 already/);
    const price = await desk.send('sku;price\nSW-1;1,00\nSW-2;1,10');
    assert.deepEqual(outcomesOf(price.body), ['unchanged', 'updated']);
    assert.equal((await desk.find('SW-2')).plu, '701');
  });

  it('leaves a product its unit, and takes the other for one that is added', async () => {
    await desk.send('sku;name;unit;price\nUNIT-1;Linguiça;kg;1,00');
    const { status, body } = await desk.send('sku;name;unit;price\nUNIT-1;Linguiça;un;1,00');
    assert.equal(status, 422);
    assert.deepEqual(body.errors, [
      {
        path: 'rows[0].unit',
        message: 'line 2: the unit stays kg: archive the product and add another',
      },
    ]);
    const { id } = await desk.find('UNIT-1');
    assert.equal((await desk.shop.admin.delete(`/products/${id}`)).status, 204);
    assert.equal((await desk.send('sku;name;unit;price\nUNIT-1;Linguiça;un;1,00')).status, 200);
    const { items } = (await desk.shop.seller.get('/products?q=UNIT-1&active=true')).body;
    assert.deepEqual(
      items.map(({ unit }: { unit: string }) => unit),
      ['un'],
    );
  });
});
