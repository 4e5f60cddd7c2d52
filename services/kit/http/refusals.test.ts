/** Protects: who is refused before a route has its say is told so in the language that they read. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { createGate } from '../gate.ts';
import { createRateLimit } from '../rate-limit.ts';
import { type ApiResponse, createApiClient } from '../testing/api-client.ts';
import { startTestApp, type TestApp } from '../testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from '../testing/kit-database.ts';
import { assertProblem } from '../testing/problems.ts';
import { thingRoutes } from '../testing/thing-routes.ts';
import { openFrontDoor } from './front-door.ts';
import { requireManager } from './require-manager.ts';
import { requireVersion } from './require-version.ts';

const portuguese = { 'accept-language': 'pt-BR,pt;q=0.9,en;q=0.8' };

describe('a refusal at the gate', () => {
  let kit: KitDatabase;
  let app: TestApp;

  before(async () => {
    kit = await createKitDatabase();
    const limit = createRateLimit(null, { name: 'test', points: 1, perSeconds: 60 });
    const refusal = { message: 'Too many wait.', pt: 'Há gente demais esperando.' };
    const gate = createGate({ concurrency: 0, maxWaiting: 0, refusal });
    const failures = {
      bug: () => {
        throw new Error('a secret');
      },
      slow: () => new Promise<never>(() => undefined),
      full: () => gate.run(() => new Promise<never>(() => undefined)),
      async often() {
        for (;;) await limit.take('somebody');
      },
      version: () => {
        requireVersion('"1"', 2);
        throw new Error('it is another one');
      },
      managed: () => {
        requireManager({ role: 'admin', before: 'kubernetes:shop/AlertRule/x', wanted: null });
        throw new Error('it is managed');
      },
    };
    const overrides = { requestTimeoutMs: 1_500 };
    app = await startTestApp({ routes: thingRoutes(failures), db: kit.db, overrides });
  });
  after(async () => {
    await app.stop();
    await kit.close();
  });

  const failing = (kind: string) => () => app.anonymous.get(`/failures/${kind}`, portuguese);
  const posted = (body: string | object, headers: Record<string, string> = {}) =>
    app.as('admin').post('/things', body, { ...portuguese, ...headers });
  const asked = (authorization: string) => () =>
    app.anonymous.get('/things', { ...portuguese, authorization });
  const cases: [string, () => Promise<ApiResponse>, RegExp][] = [
    ['unauthenticated', () => app.anonymous.get('/things', portuguese), /^Entre, e envie/],
    ['unauthenticated', asked('Basic YTpi'), /Authorization tem de ser/],
    ['unauthenticated', asked('Bearer abc'), /^O token de acesso não é válido: não é um/],
    [
      'forbidden',
      () => app.as('seller').post('/things', { name: 'a' }, portuguese),
      /^O perfil seller não permite isto \(catalogue:write\)\.$/,
    ],
    ['not_found', () => app.anonymous.get('/nothing', portuguese), /^Não há nada neste endereço/],
    [
      'method_not_allowed',
      () => app.as('admin').delete('/things', portuguese),
      /^Use GET ou POST ou PUT aqui\.$/,
    ],
    ['body_too_large', () => posted({ name: 'x'.repeat(300_000) }), /^O corpo passa de 262144/],
    [
      'unsupported_media_type',
      () => posted('a', { 'content-type': 'text/plain' }),
      /^Envie o corpo como application\/json\.$/,
    ],
    ['malformed_json', () => posted('{', { 'content-type': 'application/json' }), /JSON válido/],
    ['malformed_request', () => app.anonymous.get('/things/%ff', portuguese), /codificado/],
    [
      'validation_failed',
      () => posted({ name: 'a' }, { 'idempotency-key': 'a b' }),
      /^Idempotency-Key tem de ter/,
    ],
    ['rate_limited', failing('often'), /^Tentativas demais\. Tente de novo em \d+ s\.$/],
    ['version_mismatch', failing('version'), /^Está na versão 2 agora/],
    ['managed_elsewhere', failing('managed'), /^É mantido por kubernetes:shop/],
    ['internal', failing('bug'), /^Algo deu errado aqui/],
    ['timeout', failing('slow'), /^Demorou demais/],
    ['unavailable', failing('full'), /^Há gente demais esperando\.$/],
  ];

  for (const [code, ask, detail] of cases)
    it(`is Portuguese for whoever reads that: ${code}, ${detail.source}`, async () => {
      const { headers, body } = await ask();
      assert.deepEqual([body.code, headers.get('content-language')], [code, 'pt']);
      assert.match(body.detail, detail);
    });

  it('of a key that was used before is Portuguese, too', async () => {
    const headers = { ...portuguese, 'idempotency-key': uuidv7() };
    const admin = app.as('admin');
    assert.equal((await admin.post('/things', { name: 'a' }, headers)).status, 201);
    const { body } = await admin.post('/things', { name: 'b' }, headers);
    assert.match(body.detail, /^Esta Idempotency-Key já foi usada/);
  });

  it('is Portuguese while a service starts, and English for everybody else', async () => {
    const door = await openFrontDoor(0);
    try {
      for (const [headers, language, detail] of [
        [portuguese, 'pt', 'Este serviço está iniciando. Tente de novo.'],
        [{}, 'en', 'This service is starting. Try again.'],
      ] as const) {
        const answer = await createApiClient(door.url).get('/things', headers);
        assertProblem(answer, 'unavailable');
        assert.equal(answer.headers.get('content-language'), language);
        assert.equal(answer.body.detail, detail);
      }
    } finally {
      await door.stop();
    }
  });

  it('has its Portuguese, wherever in the kit it is worded', () => {
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const exclude = ['node_modules/**', '**/*.test.ts', 'testing/**'];
    const worded = globSync('**/*.ts', { cwd, exclude }).flatMap((file) => {
      const [, ...problems] = readFileSync(`${cwd}/${file}`, 'utf8').split('new Problem(');
      return problems.map((text) => ({ file, text: text.slice(0, text.indexOf(');')) }));
    });
    assert.ok(worded.length > 30, 'they are found');
    assert.deepEqual(
      worded.filter(({ text }) => !/\bpt\b/.test(text)),
      [],
    );
  });
});
