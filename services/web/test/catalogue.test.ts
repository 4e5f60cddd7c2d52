/** Protects: what is changed in the screens of the catalogue is what is sold, and nothing is lost to another's change. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type Hands, handsOn } from './browser/hands.ts';
import { type Desk, hostile, openDesk } from './browser/open-desk.ts';
import { addGoods, type Goods } from './browser/stock-goods.ts';

describe('the screens of the catalogue', function () {
  // A day goes on where it stopped: after a failure the rest would say nothing.
  this.bail(true);
  let desk: Desk;
  let goods: Goods;
  let hands: Hands;

  before(async function () {
    this.timeout(300_000);
    desk = await openDesk(this);
    goods = await addGoods(desk.call);
    hands = handsOn(desk.page);
  });
  after(async function () {
    this.timeout(60_000);
    await desk?.close();
  });

  const productOf = async (id: string) => (await desk.call.get(`/products/${id}`)).body;
  const priceField = () => hands.field('Preço');

  it('add a product after saying at its field what is missing or wrong, and find it without accents', async () => {
    const { page } = desk;
    await hands.show('/catalogue');
    await hands.press('Novo produto');
    await hands.press('Salvar');
    await hands.sees('Preencha este campo.');
    assert.equal(await page.getByText('Preencha este campo.').count(), 3);
    await hands.field('Nome').fill('Linguiça toscana');
    await hands.field('SKU').fill('LING');
    await priceField().fill('24,90');
    await hands.field('PLU da balança').fill('12x');
    await hands.press('Salvar');
    await page.locator('input[aria-invalid=true]').first().waitFor();
    await hands.field('PLU da balança').fill('77');
    await hands.press('Salvar');
    await page.getByRole('heading', { level: 1, name: 'Linguiça toscana' }).waitFor();
    await hands.show('/catalogue?q=linguica');
    await page.getByRole('link', { name: 'Linguiça toscana' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Linguiça toscana' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Picanha' }).count(), 0);
  });

  it("never write over another's change: the form says so and has a way out", async () => {
    const { page, call } = desk;
    await hands.show(`/catalogue/${goods.acem}`);
    await priceField().fill('31,00');
    const { name, sku, unit, categoryId, version } = await productOf(goods.acem);
    const changed = { name, sku, unit, categoryId, active: true, priceMinor: 2_950 };
    const match = { 'if-match': `"${version}"` };
    const other = await call.put(`/products/${goods.acem}`, changed, match);
    assert.equal(other.status, 200, JSON.stringify(other.body));
    await hands.press('Salvar');
    await hands.press('Recarregar');
    await page.getByRole('cell', { name: /29,50/ }).first().waitFor();
    assert.equal((await productOf(goods.acem)).priceMinor, 2_950);
    await priceField().fill('32,00');
    await hands.press('Salvar');
    await hands.sees('Acém foi salvo.');
    assert.equal((await productOf(goods.acem)).priceMinor, 3_200);
  });

  it('schedule a price on the clock of the shop, and take it back', async () => {
    const { call } = desk;
    await hands.show(`/catalogue/${goods.picanha}`);
    await hands.press('Agendar preço');
    await hands.field('Novo preço').fill('45,00');
    await hands.field('Começa em').fill('2099-01-05T08:00');
    await hands.confirm('Salvar');
    await hands.sees('O preço foi agendado.');
    const list = `/products/${goods.picanha}/prices/scheduled`;
    const [made] = (await call.get(list)).body.items;
    assert.deepEqual([made.priceMinor, made.startsAt], [4_500, '2099-01-05T11:00:00.000Z']);
    await hands.press('Cancelar');
    await hands.sees('O preço agendado foi cancelado.');
    assert.equal((await call.get(list)).body.items[0].status, 'cancelled');
  });

  it('make a promotion that is the price at once', async () => {
    const { call } = desk;
    await hands.show('/catalogue/promotions');
    await hands.press('Nova promoção');
    await hands.field('Nome').fill('Semana do boi');
    await hands.field('De').selectOption('category');
    await hands.field('Categoria').selectOption(goods.categoryId);
    await hands.field('Desconto').fill('10');
    await hands.press('Salvar');
    await hands.row('Semana do boi').getByText('Valendo agora').waitFor();
    const { body } = await call.get('/products/lookup?code=1234');
    assert.equal(body.unitPriceMinor, 3_591);
  });

  it('show what a spreadsheet would do before they import it; with one bad row they import nothing', async () => {
    const { page, call } = desk;
    await hands.show('/catalogue/import');
    const upload = (rows: string[]) =>
      hands.field('Arquivo CSV').setInputFiles({
        name: 'produtos.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['sku,name,unit,price', ...rows].join('\n')),
      });
    const good = `XSS,"${hostile.replaceAll('"', '""')}",kg,"10,00"`;
    await upload([good, 'RUIM,Sem preço,kg,abc']);
    await hands.row('RUIM').getByText('Recusado').waitFor();
    await hands.row('RUIM').getByText('"abc" não é um valor como 39,90').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Importar' }).count(), 0);
    await upload([good]);
    await hands.sees('Novos: 1 · mudam: 0 · iguais: 0 · recusados: 0');
    assert.equal((await call.get('/products?q=XSS')).body.items.length, 0);
    await hands.press('Importar');
    await hands.sees('O catálogo foi importado.');
  });

  it('show a hostile name as text', async () => {
    const { page } = desk;
    await hands.show('/catalogue?q=XSS');
    await page.getByRole('link', { name: hostile }).click();
    await page.getByRole('heading', { level: 1, name: hostile }).waitFor();
    assert.equal(await page.locator('main img').count(), 0);
  });

  it("read a label by the shop's layout or one that is tried, and hand the scale its file", async () => {
    const { page } = desk;
    await hands.show('/catalogue/scales');
    await hands.field('Leia uma etiqueta para testar').fill('2123400053754');
    await page.keyboard.press('Enter');
    await hands.sees(/Código do produto\s*1234/);
    await hands.sees(/No caixa seria/);
    // Another scale's, tried without changing what the till reads by.
    await hands.field('Formato a testar').fill('2CCCC00PPPPP');
    await hands.field('Leia uma etiqueta para testar').fill('2123400013475');
    await page.keyboard.press('Enter');
    await hands.sees(/Peso\s*1,347 kg/);
    await hands.sees(/SCALE_LAYOUT=2CCCC00PPPPP/);
    await hands.field('Formato a testar').fill('3CCCC');
    await hands.sees(/Nenhuma balança escreve assim/);
    const waiting = page.waitForEvent('download');
    await hands.press('Baixar para Filizola Smart');
    assert.equal((await waiting).suggestedFilename(), 'filizola.zip');
  });

  it('fail nowhere', () => desk.assertUnharmed());
});
