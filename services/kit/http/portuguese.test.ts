/** What is refused is told in the caller's language, and every refusal of the contracts has its Portuguese. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problem.ts';
import { startTestApp, type TestApp } from '../testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from '../testing/kit-database.ts';
import { thingRoutes } from '../testing/thing-routes.ts';
import { portuguese, refusals } from './portuguese.ts';

const contracts = fileURLToPath(new URL('../../contracts', import.meta.url));

/** A text of ours: after `message:`, `error:`, or behind the pattern or the test that it is the refusal of. */
const refusal =
  /(?:message:|error:|\.regex\(\s*(?:\/(?:\\.|[^/\n])*\/[a-z]*|\w+),|\.refine\([^']*?,)\s*(?:\(\)\s*=>\s*)?(?:'([^']+)'|`([^`]+)`)/g;

/** As they are in the sources; a value in one of them is a 7. */
function refusalsOfContracts(): string[] {
  const files = globSync('**/*.ts', {
    cwd: contracts,
    exclude: ['node_modules/**', '**/*.test.ts'],
  });
  const found = files.flatMap((file) =>
    [...readFileSync(`${contracts}/${file}`, 'utf8').matchAll(refusal)].map(
      ([, plain, template]) => plain ?? template?.replace(/\$\{[^}]*\}/g, '7') ?? '',
    ),
  );
  return [...new Set(found)].sort();
}

describe('a refusal', () => {
  let kit: KitDatabase;
  let app: TestApp;

  before(async () => {
    kit = await createKitDatabase();
    const failures = {
      worded: () => {
        throw new Problem('conflict', 'It is counted.', {
          pt: 'Está em contagem.',
          errors: [{ path: 'a', message: 'is counted', pt: 'está em contagem' }],
        });
      },
      unworded: () => {
        throw new Problem('conflict', 'It is counted.');
      },
    };
    app = await startTestApp({ routes: thingRoutes(failures), db: kit.db });
  });
  after(async () => {
    await app.stop();
    await kit.close();
  });

  const inLanguage = async (preferred: string) => {
    const headers = { 'accept-language': preferred };
    const { status, body } = await app
      .as('admin')
      .post('/things', { name: 'a\u0000b', lines: 7 }, headers);
    assert.equal(status, 422);
    return body;
  };

  it('is Portuguese for whoever reads that, field by field', async () => {
    const { detail, errors } = await inLanguage('pt-BR,pt;q=0.9,en;q=0.8');
    assert.deepEqual(errors, [
      { path: 'name', message: 'caracteres de controle não são aceitos' },
      { path: 'lines', message: 'Entrada inválida: esperava um vetor, recebeu um número' },
    ]);
    assert.equal(detail, 'O pedido não é válido: name: caracteres de controle não são aceitos');
  });

  for (const preferred of ['en', 'de', '*', 'en, pt;q=0.5'])
    it(`is English where ${preferred} is preferred`, async () => {
      const { detail, errors } = await inLanguage(preferred);
      assert.match(detail, /^The request is not valid: name: control characters/);
      assert.match(errors[1].message, /^Invalid input: expected array/);
    });

  for (const [kind, preferred, language, detail] of [
    ['worded', 'pt-BR', 'pt', 'Está em contagem.'],
    ['worded', 'en', 'en', 'It is counted.'],
    ['unworded', 'pt-BR', 'en', 'It is counted.'],
  ] as const)
    it(`of a service's own rule says which language it is in: ${kind}, for ${preferred}`, async () => {
      const accepted = { 'accept-language': preferred };
      const { headers, body } = await app.anonymous.get(`/failures/${kind}`, accepted);
      assert.deepEqual([headers.get('content-language'), body.detail], [language, detail]);
    });

  for (const [preferred, message] of [
    ['pt-BR', 'está em contagem'],
    ['en', 'is counted'],
  ] as const)
    it(`of a service's own rule names the field in the words of ${preferred}`, async () => {
      const accepted = { 'accept-language': preferred };
      const { body } = await app.anonymous.get('/failures/worded', accepted);
      assert.deepEqual(body.errors, [{ path: 'a', message }]);
    });

  it('has its Portuguese, whichever contract words it, and no text is kept that none does', () => {
    const ours = refusalsOfContracts();
    assert.ok(ours.length > 50, 'they are found');
    const missing = ours.filter((text) => text !== 'HH:MM' && portuguese(text) === text);
    assert.deepEqual(missing, []);
    assert.deepEqual(
      Object.keys(refusals).filter((text) => !ours.includes(text)),
      [],
    );
  });

  it('keeps the values that it names', () => {
    assert.equal(portuguese('at most 366 days'), 'no máximo 366 dias');
    assert.equal(portuguese('nobody has worded this'), 'nobody has worded this');
  });
});
