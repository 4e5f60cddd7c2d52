/** Protects: news reach the bell by themselves and a channel that was tried by its button; what failed can be sent again. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type Hands, handsOn } from './browser/hands.ts';
import { type Desk, hostile, openDesk } from './browser/open-desk.ts';
import { added } from './browser/stock-goods.ts';
import { openWebhookReceiver, type WebhookReceiver } from './browser/webhook-receiver.ts';

const secret = 'um-segredo-bem-comprido';
const channelName = `Celular ${hostile}`;

describe('the screens of channels and the inbox', function () {
  // A day goes on where it stopped: after a failure the rest would say nothing.
  this.bail(true);
  let desk: Desk;
  let hands: Hands;
  let receiver: WebhookReceiver;

  before(async function () {
    this.timeout(300_000);
    receiver = await openWebhookReceiver(secret);
    desk = await openDesk(this, { NOTIFIER_ALLOWED_RANGES: '127.0.0.0/8', NOTIFIER_ATTEMPTS: '1' });
    hands = handsOn(desk.page);
  });
  after(async function () {
    this.timeout(60_000);
    await desk?.close();
    await receiver?.close();
  });

  const deliveries = async () => (await desk.call.get('/notifications/deliveries')).body.items;
  const closeTill = async (register: string, countedMinor: number) => {
    const id = await added(desk.call, '/tills', { register, floatMinor: 5_000 });
    const closed = await desk.call.post(`/tills/${id}/close`, { countedMinor });
    assert.equal(closed.status, 200, JSON.stringify(closed.body));
  };

  it('add a channel after saying what is wrong with it, and never give its secret out', async () => {
    const { page, call } = desk;
    await hands.show('/channels');
    await hands.press('Novo canal');
    await hands.field('Nome').fill(channelName);
    await hands.field('Tipo').selectOption('webhook');
    await hands.field('Endereço').fill('ftp://127.0.0.1/avisos');
    await hands.field('Segredo da assinatura').fill(secret.replaceAll('-', ' '));
    await hands.confirm('Salvar');
    await hands.dialog.getByText('Alguns campos precisam ser corrigidos.').waitFor();
    for (const wrong of ['url', 'secret']) {
      await hands.dialog.getByRole('listitem').filter({ hasText: wrong }).waitFor();
    }
    await hands.field('Endereço').fill(receiver.url);
    await hands.field('Segredo da assinatura').fill(secret);
    await hands.confirm('Salvar');
    await hands.row(channelName).filter({ hasText: 'nenhum' }).waitFor();
    assert.equal(await page.locator('main img').count(), 0, 'a name is text');
    const { body } = await call.get('/notifications/channels');
    assert.equal(JSON.stringify(body).includes(secret), false);
    await hands.press(`Mudar ${channelName}`);
    assert.equal(await hands.field('Segredo da assinatura').inputValue(), '');
    await hands.confirm('Cancelar');
  });

  it('send a signed message by the test button, and show by themselves what came of it', async () => {
    await hands.row(channelName).getByRole('button', { name: 'Testar' }).click();
    await hands.row(channelName).filter({ hasText: 'Enviada' }).waitFor();
    assert.equal(receiver.bodies.length, 1);
    const [sent] = await deliveries();
    assert.equal(sent.state, 'sent');
  });

  it('list what was given up and why, over a reload, and send it again', async () => {
    const { page } = desk;
    receiver.answer(410);
    await hands.row(channelName).getByRole('button', { name: 'Testar' }).click();
    await hands.row(channelName).filter({ hasText: 'Desistiu' }).waitFor();
    await page.getByRole('link', { name: 'Ver envios' }).click();
    await hands.field('Estado').selectOption('dead');
    const dead = hands.row('Desistiu').filter({ hasText: '410' });
    await dead.filter({ hasText: channelName }).waitFor();
    await page.reload();
    await dead.waitFor();
    assert.equal(await hands.field('Estado').inputValue(), 'dead');
    receiver.answer(204);
    await dead.getByRole('button', { name: 'Tentar de novo' }).click();
    await hands.sees('Nenhum envio com estes filtros.');
    await eventually(async () => {
      const states: { state: string }[] = await deliveries();
      assert.deepEqual(
        states.map(({ state }) => state),
        ['sent', 'sent'],
      );
    });
  });

  it('say what goes where', async () => {
    await hands.show('/channels');
    await hands.press('Nova regra de envio');
    await hands.field('Canal').selectOption({ label: channelName });
    await hands.dialog.getByLabel('Caixa fechado').check();
    await hands.field('A partir de').selectOption('warning');
    await hands.dialog.getByLabel('Tipo de aviso').check();
    await hands.dialog.getByLabel('Produto, pagamento, caixa ou alerta').check();
    await hands.field('Repetir a cada (minutos)').fill('90');
    await hands.confirm('Salvar');
    await hands.row('Caixa fechado').filter({ hasText: channelName }).waitFor();
    const { body } = await desk.call.get('/notifications/routes');
    const [{ events, groupBy, repeatSeconds }] = body.items;
    const expected = [['till.closed'], ['event', 'subject'], 5_400];
    assert.deepEqual([events, groupBy, repeatSeconds], expected);
  });

  it('ring the bell on any page without a reload, and only what is worth it leaves by the channel', async () => {
    const { page } = desk;
    const listening = page.waitForResponse(/notifications\/stream$/);
    await hands.show('/channels');
    await listening;
    await closeTill('1', 5_000);
    await page.getByRole('link', { name: 'Avisos: 1 novo' }).waitFor();
    await closeTill('2', 4_000);
    await page.getByRole('link', { name: 'Avisos: 2 novos' }).click();
    await hands.row('Caixa fechado: 1').filter({ hasText: 'confere' }).waitFor();
    await hands
      .row('Caixa fechado: 2')
      .filter({ hasText: /faltam R\$\s10,00/ })
      .waitFor();
    const bell = page.getByRole('banner').getByRole('link', { name: 'Avisos', exact: true });
    await bell.waitFor();
    await eventually(() => assert.equal(receiver.bodies.length, 4));
    assert.match(receiver.bodies.at(-1) ?? '', /Caixa fechado: 2/);
  });

  it('show what comes while the inbox is looked at, filtered by the address', async () => {
    const { page } = desk;
    await hands.field('Urgência').selectOption('warning');
    await hands.row('Caixa fechado: 1').waitFor({ state: 'detached' });
    await page.reload();
    await hands.row('Caixa fechado: 2').waitFor();
    assert.equal(await hands.row('Caixa fechado: 1').count(), 0);
    await closeTill('3', 4_500);
    await hands.row('Caixa fechado: 3').waitFor();
  });

  it('fail nowhere', () => desk.assertUnharmed());
});
