/** Protects: a file is read in every form that spreadsheets write, has one effect, and what is exported comes back unchanged. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'mocha';
import { csv, type ImportDesk, openImportDesk, outcomesOf } from './import-desk.ts';

describe('a file of the catalogue', () => {
  let desk: ImportDesk;
  before(async () => {
    desk = await openImportDesk();
  });
  after(() => desk?.shop.stop());

  it('reads Latin-1, UTF-8 with its mark, and tabs', async () => {
    const text = 'sku\tname\tunit\tprice\nENC\tCoração\tkg\t12,50\n';
    for (const bytes of [Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`)]) {
      assert.equal((await desk.send(bytes)).status, 200);
      assert.equal((await desk.find('ENC')).name, 'Coração');
    }
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
      assert.equal((await desk.send(text)).body.code, 'validation_failed', text);
    }
    assert.equal((await desk.send('{}', '', { 'content-type': 'application/json' })).status, 415);
    assert.equal((await desk.send('sku\n\0')).status, 400);
    assert.equal((await desk.shop.seller.post('/products/import', 'sku\nA', csv)).status, 403);
  });

  it('has one effect under one Idempotency-Key', async () => {
    const text = 'sku;name;unit;price\nKEY-1;Uma;kg;1,00';
    const key = { 'idempotency-key': 'import-1' };
    const first = await desk.send(text, '', key);
    const second = await desk.send(text, '', key);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    assert.equal((await desk.send(`${text}1`, '', key)).body.code, 'idempotency_key_reused');
  });

  it('refuses 100 MB without holding them, and writes nothing of their good beginning', async () => {
    const before = await desk.count();
    const { status, text } = await sendEndless(desk.shop.url, desk.shop.adminToken, 100);
    assert.equal(status, 413);
    assert.match(text, /above 12582912 bytes/);
    assert.equal(await desk.find('ENDLESS-0'), undefined);
    assert.equal(await desk.count(), before);
  });

  it('comes back from an export without change, whatever products are called', async () => {
    const names = ['=SUM(A1)', "'=x", '+5', '-1', '@a', 'a;b', 'a,"b"', "'", 'Pão de queijo', '骨'];
    for (const [n, name] of names.entries()) {
      await desk.shop.addProduct({ sku: `=R-${n}`, name, costMinor: 1, shelfLifeDays: n });
    }
    for (const name of ['Dupla', 'Dupla']) {
      const { id } = (await desk.shop.admin.post('/categories', { name })).body;
      await desk.shop.addProduct({ name: `Em ${name}`, categoryId: id });
    }
    const { status, headers, bytes } = await desk.shop.seller.get('/products/export.csv');
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
    const lines = bytes.toString().split('\r\n');
    assert.equal(lines[0], '\ufeffsku;name;category;unit;price;cost;plu;barcode;shelfLifeDays');
    for (const line of lines) assert.doesNotMatch(line, /(^|;)"?[=+\-@]/);
    const { body } = await desk.send(bytes);
    assert.equal(body.isApplied, true, JSON.stringify(body).slice(0, 500));
    assert.deepEqual(new Set(outcomesOf(body)), new Set(['unchanged']));
    assert.equal(body.unchangedCount, lines.length - 2);
  });

  it('moves 20,000 rows in and out', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `M-${n};Muito ${n};Lote;kg;${n},99;;;`);
    const file = ['sku;name;category;unit;price;plu;barcode;shelfLifeDays', ...rows].join('\n');
    const { status, body } = await desk.send(file);
    assert.equal(status, 200);
    assert.equal(body.createdCount, 20_000);
    const { bytes } = await desk.shop.seller.get('/products/export.csv');
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
