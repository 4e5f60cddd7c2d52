/** Protects: browsers get each version whole and once, run nothing but our files, and no address swallows the API's. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { readConfig } from '@balcao/kit/config.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { RunningService } from '@balcao/kit/service.ts';
import { after, before, describe, it } from 'mocha';
import { settings, start } from '../src/service.ts';

const script = 'console.log("Balcão");'.repeat(100);
const index = '<!doctype html><title>Balcão</title>';

describe('the web service', () => {
  let folder: string;
  let service: RunningService;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'balcao-web-'));
    await mkdir(join(folder, 'assets'));
    const files = {
      'index.html': index,
      'sw.js': 'self.skipWaiting();',
      'app.webmanifest': '{}',
      'print-frame.html': '<!doctype html>',
      'assets/till-abc123.js': script,
      'assets/till-abc123.js.br': brotliCompressSync(script),
      'assets/till-abc123.js.gz': gzipSync(script),
    };
    for (const [name, content] of Object.entries(files))
      await writeFile(join(folder, name), content);
    service = await open({ SHOP_NAME: 'Açougue <b>do</b> Zé', TIME_ZONE: 'America/Manaus' });
  });
  after(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const open = (env: Record<string, string> = {}) =>
    start(readConfig(settings, { PORT: '0', ...env }), {
      log: createLogger({ level: 'silent' }),
      isListening: true,
      folder: pathToFileURL(`${folder}/`),
    });
  const ask = (path: string, init: RequestInit = {}) => fetch(`${service.url}${path}`, init);
  const headerOf = async (path: string, name: string) => (await ask(path)).headers.get(name);

  it('answers every screen with the app, and nothing that looks like a file or the API', async () => {
    for (const path of ['/', '/till', '/products/0199-7', '/till?x=a.b', '/apis']) {
      const answer = await ask(path);
      assert.deepEqual([answer.status, await answer.text()], [200, index], path);
    }
    const absent = ['/api', '/api/v1/nothing', '/api/v1/auth/login', '/assets/none', '/old.js'];
    for (const path of [...absent, '/../package.json', '/..%2fpackage.json', '/%']) {
      const answer = await ask(path);
      if (path === '/%') assert.equal(answer.status, 200, 'a screen that there is not');
      else assert.equal(answer.status, 404, path);
    }
    const opened = { headers: { accept: 'text/html,*/*;q=0.8' } };
    assert.equal(await (await ask('/market/quotes/BTC.FAST', opened)).text(), index);
    for (const path of absent.slice(0, 4))
      assert.equal((await ask(path, opened)).status, 404, `${path}, opened by a person`);
    assert.equal((await (await ask('/api/v1/nothing')).json()).code, 'not_found');
    assert.equal((await ask('/till', { method: 'POST' })).status, 404);
  });

  it('lets a file with a hash be kept for good, and all else be asked for again', async () => {
    const forGood = 'public, max-age=31536000, immutable';
    assert.equal(await headerOf('/assets/till-abc123.js', 'cache-control'), forGood);
    for (const path of ['/', '/till', '/sw.js', '/app.webmanifest', '/config']) {
      assert.equal(await headerOf(path, 'cache-control'), 'no-cache', path);
      const etag = await headerOf(path, 'etag');
      const again = await ask(path, { headers: { 'if-none-match': etag ?? '' } });
      assert.deepEqual([again.status, await again.text()], [304, ''], path);
      assert.equal(again.headers.get('etag'), etag);
      assert.ok(again.headers.get('content-security-policy'));
    }
    assert.equal((await ask('/', { headers: { 'if-none-match': '"other"' } })).status, 200);
  });

  it('sends the smallest form that is taken', async () => {
    const sent = (accepted: string) =>
      new Promise<[string | undefined, Buffer]>((resolve, reject) => {
        const headers = { 'accept-encoding': accepted };
        const url = `${service.url}/assets/till-abc123.js`;
        get(url, { headers, agent: false }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part) => parts.push(part));
          answer.on('end', () =>
            resolve([answer.headers['content-encoding'], Buffer.concat(parts)]),
          );
        }).on('error', reject);
      });
    const [encoding, body] = await sent('gzip, deflate, br, zstd');
    assert.equal(encoding, 'br');
    assert.equal(brotliDecompressSync(body).toString(), script);
    assert.equal((await sent('gzip'))[0], 'gzip');
    assert.equal((await sent('br;q=0, gzip;q=0.5'))[0], 'gzip');
    assert.equal((await sent('*'))[0], 'br');
    assert.deepEqual(await sent('identity'), [undefined, Buffer.from(script)]);
    const path = '/assets/till-abc123.js';
    assert.equal(await headerOf(path, 'vary'), 'Accept-Encoding');
    assert.equal((await ask(`${path}.br`)).status, 404, 'no form is a page of its own');
  });

  it('has the browser run our files only, within no page of others', async () => {
    for (const path of ['/', '/assets/till-abc123.js', '/config']) {
      const policy = (await headerOf(path, 'content-security-policy')) ?? '';
      const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ', 1)[0], rule]));
      assert.equal(rules.get('default-src'), "default-src 'none'");
      assert.equal(rules.get('script-src'), "script-src 'self'");
      assert.equal(rules.get('connect-src'), "connect-src 'self'");
      assert.equal(rules.get('frame-ancestors'), "frame-ancestors 'none'");
      assert.equal(await headerOf(path, 'x-content-type-options'), 'nosniff');
      assert.equal(await headerOf(path, 'x-frame-options'), 'DENY');
    }
    const framed = '/print-frame.html';
    assert.match(
      String(await headerOf(framed, 'content-security-policy')),
      /script-src 'self'; .*frame-ancestors 'self'/,
    );
    assert.equal(await headerOf(framed, 'x-frame-options'), 'SAMEORIGIN');
  });

  it('tells the browser of the shop, as it is', async () => {
    const answer = await ask('/config');
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
    const { version, ...shop } = await answer.json();
    assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(shop, {
      shopName: 'Açougue <b>do</b> Zé',
      timeZone: 'America/Manaus',
      scaleLayout: '2CCCC0TTTTTT',
      locale: 'pt-BR',
    });
    assert.throws(() => readConfig(settings, { TIME_ZONE: 'Mars/North' }), /TIME_ZONE/);
    assert.throws(() => readConfig(settings, { LOCALE: 'tlh' }), /LOCALE/);
  });

  it('is probed and measured as every service', async () => {
    for (const path of ['/livez', '/readyz', '/health']) {
      assert.deepEqual(
        [(await ask(path)).status, (await (await ask(path)).json()).status],
        [200, 'up'],
      );
    }
    const metrics = await (await ask('/metrics')).text();
    assert.match(metrics, /http_requests_total\{method="GET",route="page",status="200"/);
    assert.match(await headerOf('/', 'x-trace-id').then(String), /^[0-9a-f]{32}$/);
  });

  it('is not ready from the moment it is to stop', async () => {
    const other = await open();
    other.release();
    assert.equal((await fetch(`${other.url}/readyz`)).status, 503);
    await other.stop();
    await assert.rejects(fetch(`${other.url}/livez`));
  });

  it('does not start without what was built, and says how to', async () => {
    const log = createLogger({ level: 'silent' });
    const empty = pathToFileURL(`${folder}/assets/`);
    const starting = start(readConfig(settings, { PORT: '0' }), {
      log,
      isListening: true,
      folder: empty,
    });
    await assert.rejects(starting, /npm run web:build/);
  });
});
