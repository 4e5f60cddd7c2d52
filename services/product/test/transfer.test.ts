/** Protects: a file is imported whole or not at all, each row says why, and what is exported comes back unchanged. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

describe('importing and exporting the catalogue', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.stop());

  const csv = { 'content-type': 'text/csv' };
  const send = (text: string | Buffer, query = '', headers: Record<string, string> = {}) =>
    shop.stockist.post(`/products/import${query}`, text, { ...csv, ...headers });
  const find = async (sku: string) => {
    const { items } = (await shop.seller.get(`/products?q=${encodeURIComponent(sku)}`)).body;
    return items.find((product: { sku: string }) => product.sku === sku);
  };
  const count = async () => {
    const [row] = await shop.db.query<{ count: number }>('SELECT count(*) FROM product');
    return row?.count;
  };
  const outcomes = (body: { rows: { outcome: string }[] }) => body.rows.map((row) => row.outcome);

  it('adds what is new and updates by SKU: prices, history, categories and events', async () => {
    await shop.addProduct({
      sku: 'I-1',
      name: 'Velho',
      priceMinor: 100,
      costMinor: 50,
      plu: '601',
    });
    const { status, body } = await send(
      'SKU;Nome;Categoria;Unidade;Preço;PLU;Código de barras\n' +
        'I-1;Picanha;Bovinos;kg;89,90;601;\n' +
        'I-2;Carvão 3 kg;;un;19,90;;7891000100103\n',
    );
    assert.equal(status, 200);
    assert.deepEqual(outcomes(body), ['updated', 'created']);
    assert.deepEqual([body.isApplied, body.createdCount, body.updatedCount], [true, 1, 1]);
    const meat = await find('I-1');
    assert.deepEqual([meat.name, meat.priceMinor, meat.costMinor], ['Picanha', 8990, 50]);
    const category = (await shop.seller.get(`/categories/${meat.categoryId}`)).body;
    assert.equal(category.name, 'Bovinos');
    const { items } = (await shop.seller.get(`/products/${meat.id}/prices`)).body;
    assert.equal(items.length, 2);
    const told = await eventually(() => {
      const events = shop.published.filter(({ subject }) => subject === meat.id);
      assert.equal(events.length, 2);
      return events;
    });
    const state = eventSchemas['product.updated'].parse(told[1]?.data).product;
    assert.deepEqual([state.priceMinor, state.version], [8990, 2]);
    const coal = await find('I-2');
    assert.deepEqual([coal.unit, coal.barcode, coal.categoryId], ['un', '7891000100103', null]);
    const again = await send('sku;name\nI-1;Picanha\n');
    assert.deepEqual(outcomes(again.body), ['unchanged']);
    assert.equal((await find('I-1')).version, 2);
  });

  it('writes nothing when the last row is broken, and gives the reason of each row', async () => {
    const before = await count();
    const good = Array.from({ length: 300 }, (_, n) => `BR-${n};Produto ${n};kg;1,00`);
    const broken = ['BR-0;Noch mal;kg;1,00', 'BR-X;;kg;zwei', 'BR-Y;Y;kg', 'BR-Z;"offen;kg;1'];
    const { status, body } = await send(['sku;name;unit;price', ...good, ...broken].join('\n'));
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
    assert.equal(await count(), before);
  });

  it('gives the reasons in Portuguese to whoever reads that', async () => {
    const text =
      'sku;name;unit;price\nPT-1;Um;litro;1.234\nPT-2;;kg;1,00\nPT-3;Três\nPT-4;a\u0001b;kg;1,00\nPT-5;Um;un;1,00\nPT-5;Um;un;1,00';
    const inPortuguese = { 'accept-language': 'pt-BR' };
    const told = await send(text, '?dryRun=true', inPortuguese);
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
    const refused = await send(text, '', inPortuguese);
    assert.match(refused.body.detail, /^5 de 6 linhas não podem ser importadas/);
    assert.match(refused.body.errors[0].message, /^linha 2: "litro" não é/);
    const english = await send(text, '?dryRun=true', { 'accept-language': 'en' });
    assert.equal(english.headers.get('content-language'), 'en');
    assert.match(english.body.rows[0].errors[0].message, /is not a unit/);
  });

  it('only tells what would become of the rows in a dry run', async () => {
    const before = await count();
    const text = 'sku,name,unit,price\nDRY-1,Um,kg,"1,00"\nDRY-2,Dois,litro,1.00';
    const { status, body } = await send(text, '?dryRun=true');
    assert.equal(status, 200);
    assert.equal(body.isApplied, false);
    assert.deepEqual(outcomes(body), ['created', 'refused']);
    assert.deepEqual(body.rows[1].errors[0].column, 'unit');
    assert.equal(body.rows[1].line, 3);
    assert.equal(await count(), before);
  });

  it('reads Latin-1, UTF-8 with its mark, and tabs', async () => {
    const text = 'sku\tname\tunit\tprice\nENC\tCoração\tkg\t12,50\n';
    for (const bytes of [Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`)]) {
      assert.equal((await send(bytes)).status, 200);
      assert.equal((await find('ENC')).name, 'Coração');
    }
  });

  it('lets products swap their codes, and refuses codes that others keep', async () => {
    await send('sku;name;unit;price;plu\nSW-1;Um;kg;1,00;701\nSW-2;Dois;kg;1,00;702');
    const swapped = await send('sku;plu\nSW-1;702\nSW-2;701');
    assert.deepEqual(outcomes(swapped.body), ['updated', 'updated']);
    assert.equal((await find('SW-1')).plu, '702');
    const { body } = await send('sku;plu\nSW-2;0702');
    assert.deepEqual(
      [body.errors[0].path, body.errors[0].message],
      ['rows[0].plu', 'line 2: Um (SW-1) has 702 already'],
    );
    const twice = await send('sku;plu\nSW-1;703\nSW-2;703');
    assert.match(twice.body.errors[0].message, /line 2 has 703 already/);
    const price = await send('sku;price\nSW-1;1,00\nSW-2;1,10');
    assert.deepEqual(outcomes(price.body), ['unchanged', 'updated']);
    assert.equal((await find('SW-2')).plu, '701');
  });

  it('leaves a product its unit, and takes the other for one that is added', async () => {
    await send('sku;name;unit;price\nUNIT-1;Linguiça;kg;1,00');
    const { status, body } = await send('sku;name;unit;price\nUNIT-1;Linguiça;un;1,00');
    assert.equal(status, 422);
    assert.deepEqual(body.errors, [
      {
        path: 'rows[0].unit',
        message: 'line 2: the unit stays kg: archive the product and add another',
      },
    ]);
    const { id } = await find('UNIT-1');
    assert.equal((await shop.admin.delete(`/products/${id}`)).status, 204);
    assert.equal((await send('sku;name;unit;price\nUNIT-1;Linguiça;un;1,00')).status, 200);
    const { items } = (await shop.seller.get('/products?q=UNIT-1&active=true')).body;
    assert.deepEqual(
      items.map(({ unit }: { unit: string }) => unit),
      ['un'],
    );
  });

  it('refuses files that are none: header, rows, media type, role', async () => {
    const wrong = [
      '',
      'sku;name\n',
      'name;price\nA;1',
      'sku;sku\nA;B',
      'sku;farbe\nA;rot',
      'sku;"',
    ];
    for (const text of wrong) {
      assert.equal((await send(text)).body.code, 'validation_failed', text);
    }
    assert.equal((await send('{}', '', { 'content-type': 'application/json' })).status, 415);
    assert.equal((await send('sku\n\0')).status, 400);
    assert.equal((await shop.seller.post('/products/import', 'sku\nA', csv)).status, 403);
  });

  it('has one effect under one Idempotency-Key', async () => {
    const text = 'sku;name;unit;price\nKEY-1;Uma;kg;1,00';
    const key = { 'idempotency-key': 'import-1' };
    const first = await send(text, '', key);
    const second = await send(text, '', key);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    assert.equal((await send(`${text}1`, '', key)).body.code, 'idempotency_key_reused');
  });

  it('refuses 100 MB without holding them, and writes nothing of their good beginning', async () => {
    const before = await count();
    const { status, text } = await sendEndless(shop.url, shop.adminToken, 100);
    assert.equal(status, 413);
    assert.match(text, /above 12582912 bytes/);
    assert.equal(await find('ENDLESS-0'), undefined);
    assert.equal(await count(), before);
  });

  it('comes back from an export without change, whatever products are called', async () => {
    const names = ['=SUM(A1)', "'=x", '+5', '-1', '@a', 'a;b', 'a,"b"', "'", 'Pão de queijo', '骨'];
    for (const [n, name] of names.entries()) {
      await shop.addProduct({ sku: `=R-${n}`, name, costMinor: 1, shelfLifeDays: n });
    }
    for (const name of ['Dupla', 'Dupla']) {
      const { id } = (await shop.admin.post('/categories', { name })).body;
      await shop.addProduct({ name: `Em ${name}`, categoryId: id });
    }
    const { status, headers, bytes } = await shop.seller.get('/products/export.csv');
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
    const lines = bytes.toString().split('\r\n');
    assert.equal(lines[0], '\ufeffsku;name;category;unit;price;cost;plu;barcode;shelfLifeDays');
    for (const line of lines) assert.doesNotMatch(line, /(^|;)"?[=+\-@]/);
    const { body } = await send(bytes);
    assert.equal(body.isApplied, true, JSON.stringify(body).slice(0, 500));
    assert.deepEqual(new Set(outcomes(body)), new Set(['unchanged']));
    assert.equal(body.unchangedCount, lines.length - 2);
  });

  it('moves 20,000 rows in and out', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `M-${n};Muito ${n};Lote;kg;${n},99;;;`);
    const file = ['sku;name;category;unit;price;plu;barcode;shelfLifeDays', ...rows].join('\n');
    const { status, body } = await send(file);
    assert.equal(status, 200);
    assert.equal(body.createdCount, 20_000);
    const { bytes } = await shop.seller.get('/products/export.csv');
    assert.equal(bytes.toString().match(/;Muito /g)?.length, 20_000);
  });
});

/** Sends `megabytes` of products that could be imported, without saying how many there will be. */
function sendEndless(url: string, token: string, megabytes: number) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const outgoing = request(`${url}/api/v1/products/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    });
    let isAnswered = false;
    outgoing.on('response', (answer) => {
      isAnswered = true;
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    outgoing.on('error', (error) => isAnswered || reject(error));
    outgoing.write('sku;name;unit;price\n');
    const write = (left: number): void => {
      if (left === 0) return void outgoing.end();
      const row = `ENDLESS-${megabytes - left};Sem fim;kg;1,00\n`;
      outgoing.write(row.padEnd(1024 * 1024, '\n'), () => write(left - 1));
    };
    write(megabytes);
  });
}
