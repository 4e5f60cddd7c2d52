/** Protects: people get the rights that the owner gives them and no others, and the trail tells who did what. */
import assert from 'node:assert/strict';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { type Hands, handsOn } from './browser/hands.ts';
import { type Desk, hostile, openDesk, owner } from './browser/open-desk.ts';

const ana = { name: `Ana ${hostile}`, email: 'ana@example.com', password: 'outra senha longa' };
const nextPassword = 'picanha na brasa de domingo';

describe('the screens of people', function () {
  // A day goes on where it stopped: after a failure the rest would say nothing.
  this.bail(true);
  let desk: Desk;
  let hands: Hands;
  let sellersPage: Page;

  before(async function () {
    this.timeout(300_000);
    desk = await openDesk(this);
    hands = handsOn(desk.page);
  });
  after(async function () {
    this.timeout(60_000);
    await desk?.close();
  });

  const logIn = async (password: string) => {
    const { status } = await createApiClient(desk.url).post('/auth/login', {
      email: ana.email,
      password,
    });
    return status;
  };

  it('add a person after saying that the e-mail is taken', async () => {
    const { page, call } = desk;
    await hands.show('/users');
    await hands.press('Novo usuário');
    await hands.field('Nome').fill(ana.name);
    await hands.field('E-mail').fill(owner.email);
    await hands.dialog.getByLabel('Perfil').selectOption('seller');
    await hands.field('Senha').fill(ana.password);
    await hands.confirm('Salvar');
    await hands.dialog.getByText('Já existe um igual.').waitFor();
    await hands.field('E-mail').fill(ana.email);
    await hands.confirm('Salvar');
    await hands.row(ana.email).filter({ hasText: 'Vendedor' }).waitFor();
    const { body } = await call.get('/users?q=ana@example.com');
    assert.deepEqual([body.items[0].name, body.items[0].role], [ana.name, 'seller']);
    assert.equal(await page.locator('main img').count(), 0, 'a name is text');
  });

  it('find people by name and role, and keep the filter over a reload', async () => {
    const { page } = desk;
    await hands.field('Perfil').selectOption('seller');
    await hands.row(owner.email).waitFor({ state: 'detached' });
    await page.reload();
    await hands.row(ana.email).waitFor();
    assert.equal(await hands.row(owner.email).count(), 0);
    await hands.field('Procurar por nome ou e-mail').fill('ninguém');
    await hands.sees('Ninguém com estes filtros.');
  });

  it('let a person change the own password, and say what is wrong before', async () => {
    sellersPage = await desk.open(ana);
    const own = handsOn(sellersPage);
    await own.show('/account/password');
    await own.field('Senha atual').fill('não é esta');
    await own.field('Nova senha').fill(nextPassword);
    await own.field('Nova senha, mais uma vez').fill('outra coisa');
    await own.sees('As duas não são iguais.');
    await own.field('Nova senha, mais uma vez').fill(nextPassword);
    await own.press('Mudar a senha');
    await own.sees('O e-mail ou a senha não está certo.');
    assert.equal(await logIn(ana.password), 200);
    await own.field('Senha atual').fill(ana.password);
    await own.press('Mudar a senha');
    await own.sees('A senha foi mudada.');
    assert.deepEqual([await logIn(ana.password), await logIn(nextPassword)], [401, 200]);
  });

  it('show a seller neither other people nor the trail', async () => {
    const own = handsOn(sellersPage);
    for (const path of ['/users', '/security', '/operations', '/finance/entries']) {
      await own.show(path);
      await own.sees('Peça a um administrador, ou entre com outro usuário.');
    }
    const menu = sellersPage.getByRole('navigation').first();
    await menu.getByRole('link', { name: 'Caixa' }).first().waitFor();
    assert.equal(await menu.getByRole('link', { name: 'Usuários' }).count(), 0);
  });

  it('give another role, which asks for the password again where the person is', async () => {
    await hands.show('/users');
    await hands.press(`Mudar ${ana.name}`);
    await hands.dialog.getByLabel('Perfil').selectOption('stockist');
    await hands.confirm('Salvar');
    await hands.row(ana.email).filter({ hasText: 'Estoquista' }).waitFor();
    const own = handsOn(sellersPage);
    await sellersPage.reload();
    await own.field('E-mail').fill(ana.email);
    await own.field('Senha').fill(nextPassword);
    await own.press('Entrar');
    await sellersPage.getByRole('button', { name: /Ana/ }).waitFor();
    await own.show('/stock/receive');
    await sellersPage.getByRole('heading', { level: 1 }).waitFor();
  });

  it('end the sessions of a person who may not come in any more', async () => {
    await hands.press(`Mudar ${ana.name}`);
    await hands.field('Pode entrar').uncheck();
    await hands.confirm('Salvar');
    await hands.row(ana.email).filter({ hasText: 'Desativado' }).waitFor();
    await sellersPage.reload();
    await handsOn(sellersPage).field('Senha').waitFor();
    assert.equal(await logIn(nextPassword), 401);
  });

  it('tell all of it in the trail, by the figures of the API and over a reload', async () => {
    const { page, call } = desk;
    await hands.show('/security');
    await hands.field('O que').selectOption('user.role_changed');
    const changed = hands.row('Perfil mudado').filter({ hasText: ana.name });
    await changed.filter({ hasText: owner.name }).waitFor();
    await page.reload();
    await changed.waitFor();
    for (const type of ['login.failed', 'password.changed', 'user.disabled']) {
      await hands.field('O que').selectOption(type);
      const { body } = await call.get(`/auth/events?type=${type}`);
      assert.ok(body.items.length > 0, type);
      const rows = page.getByRole('table', { name: 'Segurança' }).getByRole('row');
      await eventually(async () => assert.equal(await rows.count(), 1 + body.items.length, type));
    }
    assert.equal(await page.locator('main img').count(), 0, 'a name is text');
  });

  it('fail nowhere', () => desk.assertUnharmed());
});
