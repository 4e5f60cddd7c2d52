/** Protects: money that is entered, decided, imported and taken back in the screens of finance is what the ledger holds. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type DeskDay, playDay } from './browser/desk-day.ts';
import { type Hands, handsOn } from './browser/hands.ts';
import { type Desk, hostile, openDesk } from './browser/open-desk.ts';

describe('the screens of finance', function () {
  // A day goes on where it stopped: after a failure the rest would say nothing.
  this.bail(true);
  let desk: Desk;
  let day: DeskDay;
  let hands: Hands;

  before(async function () {
    this.timeout(300_000);
    desk = await openDesk(this);
    day = await playDay(desk.call);
    hands = handsOn(desk.page);
  });
  after(async function () {
    this.timeout(60_000);
    await desk?.close();
  });

  const entries = async (query = '') =>
    (await desk.call.get(`/finance/entries${query}`)).body.items;

  it('decide what an entry was for by one key', async () => {
    const { page } = desk;
    await hands.show('/finance/entries?category=none');
    await hands.row('Xyzq').waitFor();
    await page.keyboard.press('r');
    await hands.dialog.getByRole('listitem').first().getByRole('button').waitFor();
    await page.keyboard.press('1');
    await hands.sees('Nenhum lançamento com estes filtros');
    await page.reload();
    await hands.sees('Nenhum lançamento com estes filtros');
    const decided: { description: string }[] = await entries('?hasCategory=true');
    assert.deepEqual(
      decided.map(({ description }) => description),
      ['Xyzq'],
    );
  });

  it('say what is wrong with an amount, enter it when it is right, and take it back by a mirror', async () => {
    const { page } = desk;
    await hands.show('/finance/entries');
    await hands.press('Novo lançamento');
    await hands.field('Valor').fill('abc');
    await hands.field('Descrição').fill(hostile);
    await hands.dialog.getByText('Escreva um valor como 39,90').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Salvar' }).isDisabled(), true);
    await hands.field('Valor').fill('250,00');
    await hands.press('Salvar');
    await hands.row(hostile).filter({ hasText: '250,00' }).waitFor();
    await hands.press(`Estornar ${hostile}`);
    await hands.confirm('Estornar');
    await hands.sees('Estornado');
    const both: { description: string; amountMinor: number; type: string }[] = await entries();
    const mirrored = both.filter(({ amountMinor }) => amountMinor === 25_000);
    assert.deepEqual(mirrored.map(({ type }) => type).sort(), ['credit', 'debit']);
    assert.equal(await page.locator('main img').count(), 0);
  });

  it("import a bank's file: first what would become of each row, then all of it once", async () => {
    const csv = 'id,date,amount,description\nb1,2026-11-03,-10.00,Gelo\n';
    const check = async (text: string) => {
      await hands.show('/finance/imports');
      const file = { name: 'extrato.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
      await hands.field('Arquivo do banco').setInputFiles(file);
      await hands.press('Conferir arquivo');
    };
    await check(csv.replace('2026-11-03', '2026-02-31'));
    await hands.sees('"2026-02-31" não é um dia');
    await check(csv);
    await hands.press('Importar 1 lançamento');
    await hands.row('Gelo').waitFor();
    await check(csv);
    await hands.sees('Nada de novo neste arquivo.');
    await hands.field('Banco do CSV, se houver mais de um').fill('itau');
    await hands.press('Conferir arquivo');
    await hands.sees('Importar 1 lançamento');
    const ice = (await entries()).filter(
      ({ description }: { description: string }) => description === 'Gelo',
    );
    assert.equal(ice.length, 1);
  });

  it('prove the ledger, as the API does', async () => {
    const { call } = desk;
    await hands.show('/finance/accounts');
    await hands.press('Verificar o livro');
    await hands.sees(/^O livro fecha:/);
    const { body } = await call.get('/finance/ledger/verify');
    assert.equal(body.isConsistent, true);
    await hands.sees(body.chain.head);
  });

  it("set a report's figures beside the period before, and keep the period over a reload", async () => {
    const { page, call } = desk;
    await hands.show('/finance/reports/profit');
    await hands.field('Período').selectOption('today');
    await hands.sees(/^Comparado com/);
    assert.match(page.url(), /from=\d{4}-\d\d-\d\d&to=/);
    const period = `from=${day.date}&to=${day.date}`;
    const { body } = await call.get(`/finance/reports/profit-and-loss?${period}`);
    const money = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' });
    await page.reload();
    for (const figure of [body.sales, body.grossProfit]) {
      await page
        .getByRole('main')
        .getByText(money.format(figure.amountMinor / 100))
        .first()
        .waitFor();
    }
  });

  it('fail nowhere', () => desk.assertUnharmed());
});
