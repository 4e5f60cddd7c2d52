/** Protects: what the owner watches on the market is collected, played back over sixty days, told, seen and silenced. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { type Hands, handsOn } from './browser/hands.ts';
import { type Desk, hostile, openDesk } from './browser/open-desk.ts';

const symbol = 'DIANTEIRO-KG';
/** What a back-test tells on its way. */
const onTheWay = { playedCount: 30, totalCount: 50, symbol, at: '2026-11-01T12:00:00Z' };
const ruleName = `Dianteiro ${hostile}`;
const dayMs = 86_400_000;

describe('the screens of the market', function () {
  // A day goes on where it stopped: after a failure the rest would say nothing.
  this.bail(true);
  let desk: Desk;
  let hands: Hands;

  before(async function () {
    this.timeout(300_000);
    desk = await openDesk(this);
    hands = handsOn(desk.page);
  });
  after(async function () {
    this.timeout(60_000);
    await desk?.close();
  });

  const first = async (path: string) => (await desk.call.get(path)).body.items[0];

  it('add a feed after saying what is wrong with it, and show the price that it brought', async () => {
    const { page } = desk;
    await hands.show('/market/feeds');
    await hands.press('Nova fonte');
    await hands.field('Nome').fill(`Dólar ${hostile}`);
    await hands.field('Provedor').selectOption('replay');
    await hands.field('Código no provedor').fill('usd brl!');
    await hands.field('Símbolo').fill('USD-BRL');
    await hands.field('A cada (segundos)').fill('10');
    await hands.confirm('Salvar');
    await hands.dialog.getByText('Alguns campos precisam ser corrigidos.').waitFor();
    await hands.dialog.getByRole('listitem').filter({ hasText: 'code' }).waitFor();
    await hands.field('Código no provedor').fill('usd-brl');
    await hands.confirm('Salvar');
    await hands.row(hostile).waitFor();
    const lastQuote = await eventually(async () => {
      const feed = await first('/market/feeds');
      assert.equal(feed.health, 'well');
      return feed.lastQuote;
    });
    await page.reload();
    const row = hands.row(hostile).filter({ hasText: 'Bem' });
    await row.filter({ hasText: lastQuote.price.replace('.', ',') }).waitFor();
  });

  it('refuse a file of quotes by its line, and take the corrected one whole', async () => {
    const { page } = desk;
    await hands.show('/market/quotes');
    await hands.press('Importar CSV');
    const give = async (lines: string[]) => {
      const buffer = Buffer.from(['symbol,at,price', ...lines].join('\n'));
      await hands
        .field('Arquivo')
        .setInputFiles({ name: 'cotacoes.csv', mimeType: 'text/csv', buffer });
      await hands.confirm('Importar CSV');
    };
    // One a day, the last an hour ago; two days of it are dear.
    const lines = Array.from({ length: 50 }, (_, index) => {
      const at = new Date(Date.now() - 3_600_000 - (49 - index) * dayMs).toISOString();
      return `${symbol},${at},${index === 20 || index === 40 ? '22.25' : '20.25'}`;
    });
    await give([...lines.slice(0, 2), `${symbol},ontem,20.25`]);
    await hands.dialog.getByRole('listitem').filter({ hasText: 'line 4' }).waitFor();
    await give(lines);
    await hands.sees('50 guardadas, 0 já conhecidas.');
    await hands.row(symbol).filter({ hasText: '20,25' }).waitFor();
    await page.getByRole('link', { name: symbol }).click();
    await page.getByRole('heading', { level: 1, name: symbol }).waitFor();
  });

  it('add a rule, and draw what it would have told in the last sixty days', async () => {
    const { page, call } = desk;
    await hands.show('/market/rules/new');
    await hands.field('Nome').fill(ruleName);
    await hands.field('Símbolos').fill(symbol);
    await hands.field('Porcentagem').fill('muito');
    await hands.field('Em quantos minutos').fill('2880');
    await hands.press('Salvar');
    await hands.sees('Alguns campos precisam ser corrigidos.');
    await hands.field('Porcentagem').fill('5');
    const played = await troubleReplay(page);
    await hands.press('Salvar');
    await page.getByRole('heading', { level: 1, name: `Regra ${ruleName}` }).waitFor();
    await hands.sees('30 de 50 cotações');
    const bar = page.getByRole('progressbar', { name: 'Andamento do teste' });
    assert.deepEqual(
      [await bar.getAttribute('value'), await bar.getAttribute('max')],
      ['30', '50'],
    );
    played.cut();
    await played.isAskedAgain;
    await page.getByText('30 de 50 cotações').waitFor({ state: 'detached' });
    assert.equal(await bar.getAttribute('value'), null);
    played.goOn();
    await hands.sees(
      'Algo deu errado do nosso lado. Tente de novo; se continuar, passe o código adiante.',
    );
    await hands.press('Tentar de novo');
    const { id } = await first('/market/rules');
    const to = new Date();
    const from = new Date(to.getTime() - 60 * dayMs);
    const range = `from=${from.toISOString()}&to=${to.toISOString()}`;
    const { body } = await call.post(`/market/rules/${id}/replay?${range}`);
    assert.deepEqual([body.alertCount, body.quoteCount], [2, 50]);
    await hands.sees('Esta regra teria disparado 2 vezes nos últimos 60 dias.');
    await hands.sees(/Cotações passadas: 50/);
    assert.equal(await page.locator('main figure rect').count(), 2);
    const found = page.getByRole('table', { name: 'E nos últimos 60 dias?' });
    assert.equal(await found.getByRole('row').count(), 1 + 2, 'the same as a list, under its head');
  });

  it('tell an alert when the price comes, until somebody has seen it', async () => {
    const { page } = desk;
    await hands.show('/market/quotes');
    await hands.press('Escrever cotação');
    await hands.field('Símbolo').fill(symbol);
    await hands.field('Preço').fill('caro');
    await hands.dialog.getByText('Escreva um valor como 39,90').waitFor();
    await hands.field('Preço').fill('24,75');
    await hands.confirm('Salvar');
    await hands.row(symbol).filter({ hasText: '24,75' }).waitFor();
    await eventually(async () => assert.equal((await first('/market/alerts'))?.state, 'firing'));
    await hands.show('/market/alerts');
    const row = hands.row(ruleName);
    await row.getByRole('button', { name: 'Vi', exact: true }).click();
    await row.getByText('Visto').waitFor();
    assert.notEqual((await first('/market/alerts')).acknowledgedAt, null);
    assert.equal(await page.locator('main img').count(), 0, 'a name is text');
  });

  it('mark in the chart of a price where its alerts began, in the period that is shown', async () => {
    const { page } = desk;
    await hands.show(`/market/quotes/${symbol}`);
    await hands.sees('Início de um alerta');
    const marks = page.locator('figure .recharts-reference-line-line');
    // A line straight up has no width, and is not "visible".
    await marks.first().waitFor({ state: 'attached' });
    assert.equal(await marks.count(), 1);
    const alerts = page.getByRole('table', { name: 'Alertas no período' });
    assert.equal(await alerts.getByRole('row').count(), 1 + 1);
  });

  it('silence it for some hours, keep the filter over a reload, and end the silence', async () => {
    const { page } = desk;
    await hands.show('/market/alerts');
    await hands.field('Estado').selectOption('firing');
    const row = hands.row(ruleName);
    await row.getByRole('button', { name: 'Silenciar' }).click();
    await hands.field('Por quantas horas').fill('6');
    await hands.field('Por quê').fill('já comprei');
    await hands.confirm('Silenciar');
    await row.getByText('Silenciado').waitFor();
    const { matchers, startsAt, endsAt } = await first('/market/silences');
    assert.equal(matchers.symbol, symbol);
    assert.equal(Date.parse(endsAt) - Date.parse(startsAt), 6 * 3_600_000);
    await page.reload();
    await row.getByText('Silenciado').waitFor();
    assert.equal(await hands.field('Estado').inputValue(), 'firing');
    const silences = page.getByRole('table', { name: 'Silêncios' });
    const silence = silences.getByRole('row').filter({ hasText: 'já comprei' });
    await silence.getByRole('button', { name: 'Encerrar' }).click();
    await hands.sees('Nada está silenciado.');
    await row.getByText('Silenciado').waitFor({ state: 'detached' });
  });

  it('add a rule that another one inhibits, show its alert as inhibited, and let it be told again', async () => {
    const { page, call } = desk;
    const name = 'Dianteiro acima do teto';
    await hands.show('/market/rules/new');
    await hands.field('Nome').fill(name);
    await hands.field('Símbolos').fill(symbol);
    await hands.field('Condição').selectOption('threshold');
    await hands.field('Preço limite').fill('20');
    await hands.field('Regras que a inibem').selectOption({ label: ruleName });
    await hands.field('Inibem com um alerta').selectOption('same-symbol');
    await hands.press('Salvar');
    await page.getByRole('heading', { level: 1, name: `Regra ${name}` }).waitFor();
    const [inhibiting, added] = (await call.get('/market/rules')).body.items;
    assert.deepEqual([added.inhibitedBy, added.inhibitedOn], [[inhibiting.id], 'same-symbol']);
    const at = new Date().toISOString();
    await call.post('/market/quotes', { quotes: [{ symbol, price: '25.00', at }] });
    await eventually(async () => assert.equal((await first('/market/alerts')).ruleName, name));
    await hands.show('/market/alerts');
    await hands.row(name).getByText('Inibido').waitFor();
    await hands.show(`/market/rules/${added.id}`);
    await page.getByRole('button', { name: `Tirar ${ruleName}` }).click();
    await hands.press('Salvar');
    await hands.sees('A regra foi salva.');
    await eventually(async () => {
      const { body } = await call.get(`/market/rules/${added.id}`);
      assert.deepEqual(body.inhibitedBy, []);
    });
  });

  it('offer no more rules to inhibit one than it may have', async () => {
    const { page, call } = desk;
    const condition = { kind: 'absent', afterSeconds: 86_400 };
    const add = async (name: string, inhibitedBy: string[] = []) => {
      const request = { name, symbols: ['OUTRO'], condition, inhibitedBy, active: false };
      const { status, body } = await call.post('/market/rules', request);
      assert.equal(status, 201, JSON.stringify(body));
      return body.id;
    };
    const ids = [];
    for (let n = 1; n <= 10; n += 1) ids.push(await add(`Parada ${n}`));
    await hands.show(`/market/rules/${await add('Muito inibida', ids)}`);
    const choice = hands.field('Regras que a inibem');
    await eventually(async () => assert.ok(await choice.isDisabled()));
    await page.getByRole('button', { name: 'Tirar Parada 3' }).click();
    await eventually(async () => assert.ok(await choice.isEnabled()));
  });

  it('fail nowhere', () => desk.assertUnharmed());
});

/**
 * The connection of a back-test breaks on the way when `cut` is called; the next one waits for `goOn`, and then hears
 * what it cannot read; those after it are left alone.
 */
async function troubleReplay(page: Page) {
  const [cut, goOn, askedAgain] = [1, 2, 3].map(() => Promise.withResolvers<void>());
  assert.ok(cut && goOn && askedAgain);
  const contentType = 'text/event-stream';
  const server = createServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    response.write(`event: progress\ndata: ${JSON.stringify(onTheWay)}\n\n`);
    await cut.promise;
    response.end();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const url = `http://127.0.0.1:${address.port}/`;
  let asked = 0;
  await page.route(/\/replay\/stream\?/, async (route) => {
    asked += 1;
    if (asked === 1) return route.continue({ url });
    if (asked > 2) return route.continue();
    askedAgain.resolve();
    await goOn.promise;
    return route.fulfill({ contentType, body: 'event: progress\ndata: {}\n\n' });
  });
  return { cut: cut.resolve, goOn: goOn.resolve, isAskedAgain: askedAgain.promise };
}
