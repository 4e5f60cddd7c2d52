/** Protects: the owner's day is told by the figures of the API, and each leads to where it can be settled. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { type DeskDay, playDay } from './browser/desk-day.ts';
import { type Hands, handsOn } from './browser/hands.ts';
import { type Desk, hostile, openDesk } from './browser/open-desk.ts';

describe('the desk', function () {
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

  it("tells the day's sales as the API has them, and leads from the figure to the list that it sums", async () => {
    const { page, call } = desk;
    const { body } = await call.get(`/orders/by-hour?from=${day.date}&to=${day.date}`);
    assert.equal(body.totalMinor, 4380);
    await hands.show('/desk');
    const headline = page.getByRole('main').getByRole('region', { name: 'Vendas', exact: true });
    await headline.getByRole('link', { name: 'R$ 43,80' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Vendas' }).waitFor();
    await hands.row('Concluída').filter({ hasText: '43,80' }).waitFor();
  });

  it('keeps the filter of a list in the address, so that a reload shows the same', async () => {
    const { page } = desk;
    await hands.field('Estado').selectOption('cancelled');
    await page
      .getByRole('main')
      .getByText(/^Nenhuma venda/)
      .waitFor();
    await page.reload();
    await page
      .getByRole('main')
      .getByText(/^Nenhuma venda/)
      .waitFor();
    assert.equal(new URL(page.url()).searchParams.get('status'), 'cancelled');
  });

  it('lists what needs the owner, each with the action that settles it', async () => {
    const { page } = desk;
    await hands.show('/desk');
    const needs = page.getByRole('listitem').filter({ hasText: 'Caixa 1 fechou com' });
    await needs.filter({ hasText: '4,10' }).getByRole('link', { name: 'Conferir' }).click();
    await hands.sees('Leitura Z: o caixa está fechado.');
    assert.equal(new URL(page.url()).pathname, `/tills/${day.tillId}`);
    await page.getByRole('definition').filter({ hasText: '-R$ 4,10' }).waitFor();
  });

  it('shows the chart as a table on T, and hands it out as CSV on C', async () => {
    const { page } = desk;
    await hands.show('/desk');
    await page.getByRole('img', { name: /^Vendas por hora\./ }).waitFor();
    const waiting = page.waitForEvent('download');
    await page.keyboard.press('c');
    const csv = await readFile(await (await waiting).path(), 'utf8');
    assert.match(csv, /^\uFEFFHora;Hoje;Ontem\r\n\d+h;43,80;0,00\r\n/);
    await page.keyboard.press('t');
    const table = page.getByRole('table', { name: 'Vendas por hora' });
    await table.getByRole('cell', { name: 'R$ 43,80' }).waitFor();
  });

  it('refuses to take back more than was sold and says so; a part of it is in the story of the sale', async () => {
    const { page, call } = desk;
    await hands.show(`/sales/${day.orderId}`);
    await hands.press('Devolver');
    const quantity = hands.dialog.getByLabel(/Carvão/);
    await quantity.fill('3');
    await hands.dialog.getByLabel('Por quê').fill('saco rasgado');
    const refund = hands.dialog.getByRole('button', { name: 'Devolver' });
    await refund.click();
    await hands.dialog.getByText('Está sendo devolvido mais do que resta da venda.').waitFor();
    await quantity.fill('1');
    await refund.click();
    await hands.sees('Devolvida em parte');
    await page.getByRole('table', { name: 'Devoluções' }).getByText('21,90').waitFor();
    const { body } = await call.get(`/orders/${day.orderId}`);
    assert.deepEqual([body.status, body.lines[0].leftMilli], ['partially_refunded', 1000]);
  });

  it('shows a hostile name as text, on the page and on the receipt', async () => {
    const { page } = desk;
    await hands.show(`/sales/${day.orderId}`);
    await hands.row(hostile).first().waitFor();
    await hands.press('Imprimir cupom');
    await page.frameLocator('iframe').getByText(hostile).first().waitFor();
    await page.keyboard.press('Escape');
    await hands.dialog.waitFor({ state: 'detached' });
    assert.equal(await page.locator('main img').count(), 0);
  });

  it('fails nowhere', () => desk.assertUnharmed());
});
