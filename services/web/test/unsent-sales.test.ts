/** Protects: a sale that the shop refuses, or whose seller is gone, waits in the list until somebody decides about it. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import type { Person } from './browser/register-owner.ts';
import { logIn, type OfflineShop, submit } from './offline-shop.ts';
import { allSent, offlineShopOf, openUnsent, rows } from './offline-till.ts';

describe('the list of unsent sales', function () {
  const offline = offlineShopOf(this);

  it('lists what the shop refuses with its reason, until it is corrected or an admin settles it', async () => {
    const shop = offline();
    const { page, kill } = await shop.browse('refused');
    await openUnsent(shop, page);
    shop.front.cut();
    const onTab = shop.newSale({ payments: [{ method: 'tab', amountMinor: 2190 }] });
    const elsewhere = shop.newSale({ tillId: shop.productId });
    assert.deepEqual(await submit(page, [onTab, elsewhere]), ['queued', 'queued']);
    shop.front.mend();
    const refused = rows(page, 'Recusadas');
    await refused.nth(1).waitFor();
    const row = refused.filter({ hasText: 'Este caixa não existe.' });
    assert.equal(await row.locator('p').count(), 1, 'what screen and shop say alike is said once');
    // The shop says why in the language of the screen where it can, and says which it is.
    let last = row;
    for (const [language, detail] of [
      ['en', 'Till 1 has been counted.'],
      ['pt', 'O caixa 1 foi contado.'],
    ] as const) {
      await page.route(/\/orders$/, (route) =>
        route.fulfill({
          status: 409,
          headers: { 'content-language': language },
          json: { code: 'till_closed', title: 'Till closed', detail },
        }),
      );
      await last.getByRole('button', { name: 'Enviar de novo' }).click();
      last = refused.filter({ hasText: detail });
      await last.locator(`p[lang=${language}]`).waitFor();
    }
    await page.unroute(/\/orders$/);
    await last.getByRole('button', { name: 'Enviar de novo' }).click();
    await row.waitFor();
    const tabRow = refused.filter({ hasText: 'O fiado precisa de um cliente.' });
    await assertAccessible(page);

    await tabRow.getByRole('button', { name: 'Corrigir' }).click();
    await page.getByLabel('Pagamento').selectOption('cash');
    await page.getByRole('button', { name: 'Enviar corrigida' }).click();
    await eventually(async () => assert.equal((await orderOf(shop, onTab.id)).status, 'completed'));

    await refused.nth(1).waitFor({ state: 'detached' });
    await refused.getByText('Este caixa não existe.').waitFor();
    await refused.getByRole('button', { name: 'Dar por resolvida' }).click();
    await page.getByLabel('Como foi resolvida').fill('lançada à mão no caixa 1');
    await page.getByRole('button', { name: 'Dar por resolvida' }).last().click();
    await rows(page, 'Resolvidas à mão').getByText('lançada à mão no caixa 1').waitFor();
    assert.equal((await shop.call.get(`/orders/${elsewhere.id}`)).status, 404);
    await assertAccessible(page);
    await kill();
  });

  it('lets an admin send what a seller who was dismissed has left, and holds up no other till', async () => {
    const shop = offline();
    const ana = { name: 'Ana', email: 'ana@example.com', password: 'outra senha longa' };
    const { body: user } = await shop.call.post('/users', { ...ana, role: 'seller' });
    const hers = createApiClient(shop.front.url, await tokenOf(shop, ana));
    const { body: till } = await hers.post('/tills', { register: '2', floatMinor: 0 });
    const first = await shop.browse('dismissed');
    await openUnsent(shop, first.page, ana);
    shop.front.cut();
    const sale = shop.newSale({ tillId: till.id });
    assert.deepEqual(await submit(first.page, [sale]), ['queued']);
    await first.kill();
    const { name, email } = ana;
    const dismissed = { name, email, role: 'seller', active: false };
    assert.equal((await shop.call.put(`/users/${user.id}`, dismissed)).status, 200);
    shop.front.mend();

    const { page, kill } = await shop.browse('dismissed');
    await page.goto(`${shop.front.url}/till/unsent`);
    await page.getByLabel('E-mail').waitFor();
    // A shop that answers late has the till open for her first, and then asks for her password.
    const other = page.getByRole('button', { name: 'Entrar com outro usuário' });
    if (await other.isVisible()) await other.click();
    await logIn(page);
    await page.getByText('espera Ana entrar').waitFor();
    await page.goto(`${shop.front.url}/till`);
    await page.getByText('Caixa 1 · Dona Rosa · aberto').waitFor();
    await page.keyboard.press('Control+m');
    await page.getByRole('button', { name: /Fechar o caixa/ }).click();
    await page.getByLabel('Contado').waitFor();
    const close = page.getByRole('button', { name: 'Fechar o caixa', exact: true });
    await eventually(async () => assert.ok(await close.isEnabled()));
    assert.equal(await page.getByText(/ainda não foi enviada/).count(), 0);

    await page.goto(`${shop.front.url}/till/unsent`);
    await page.getByRole('button', { name: 'Enviar em meu nome' }).click();
    await allSent(page);
    await eventually(async () => assert.equal((await orderOf(shop, sale.id)).status, 'completed'));
    const { tillId, note } = await orderOf(shop, sale.id);
    assert.deepEqual([tillId, note], [till.id, 'Vendida por Ana']);
    await kill();
  });
});

async function tokenOf(shop: OfflineShop, { email, password }: Person): Promise<string> {
  const { body } = await shop.call.post('/auth/login', { email, password });
  return body.accessToken;
}

async function orderOf(shop: OfflineShop, id: string) {
  const { status, body } = await shop.call.get(`/orders/${id}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** In both languages and themes. */
async function assertAccessible(page: Page): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((chosen) => {
      document.documentElement.dataset.theme = chosen;
    }, theme);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
    );
  }
}
