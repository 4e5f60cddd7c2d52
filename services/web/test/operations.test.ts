/** Protects: whoever keeps the shop running sees how each service is, and has a message handled again that was given up. */
import assert from 'node:assert/strict';
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { deferMessage, maxAttempts } from '@balcao/kit/deferred.ts';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type Hands, handsOn } from './browser/hands.ts';
import { openDatabase } from './browser/open-database.ts';
import { type Desk, hostile, openDesk } from './browser/open-desk.ts';

describe('the screen of operations', function () {
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

  const parked = async () => (await desk.call.get('/notifications/parked-messages')).body.items;

  it('shows every service as its own status says', async () => {
    await hands.show('/operations');
    for (const [service, [prefix]] of Object.entries(prefixes)) {
      const { body } = await desk.call.get(`/${prefix}/status`);
      const row = desk.page.getByRole('row', { name: new RegExp(`^${service} `) });
      await row.filter({ hasText: 'No ar' }).filter({ hasText: body.version }).waitFor();
    }
    await hands.sees('Nenhuma mensagem parada. Nada precisa de você.');
  });

  it('shows by itself a message that was given up, with its reason and its content as text', async () => {
    await park(desk.dataDir);
    const { page } = desk;
    const table = page.getByRole('table', { name: 'Mensagens paradas de notifier' });
    const row = table.getByRole('row').filter({ hasText: 'till.closed' });
    await row.filter({ hasText: hostile }).getByRole('button', { name: 'Ver' }).click();
    const content = hands.dialog.getByRole('region', { name: 'Conteúdo' });
    await content.getByText('"register": "7"').waitFor();
    await hands.dialog.getByText(hostile).first().waitFor();
    const [message] = await parked();
    await hands.dialog.getByText(`Mensagem ${message.eventId}`).waitFor();
    assert.equal(await page.locator('main img, [role=dialog] img').count(), 0);
  });

  it('has it handled again: it is gone there, and the bell tells what it was about', async () => {
    const { page } = desk;
    await hands.confirm('Tratar de novo');
    await hands.sees('A mensagem voltou à fila.');
    await page.getByRole('link', { name: 'Avisos: 1 novo' }).waitFor();
    await hands.sees('Nenhuma mensagem parada. Nada precisa de você.');
    await eventually(async () => assert.deepEqual(await parked(), []));
    await page.getByRole('link', { name: 'Avisos: 1 novo' }).click();
    await hands.row('Caixa fechado: 7').waitFor();
  });

  it('fails nowhere', () => desk.assertUnharmed());
});

/** As a service does with an event that it could not handle as often as it tries. */
async function park(dataDir: string): Promise<void> {
  const now = new Date().toISOString();
  const tillId = newId();
  const data = {
    tillId,
    register: '7',
    sellerId: newId(),
    closedAt: now,
    businessDate: now.slice(0, 10),
    floatMinor: 5_000,
    expectedMinor: 5_000,
    countedMinor: 5_000,
    differenceMinor: 0,
    salesMinor: 0,
    totals: [],
  };
  const message = {
    id: newId(),
    type: 'till.closed',
    source: 'sales',
    subject: tillId,
    time: now,
    traceparent: null,
    data,
  };
  const db = await openDatabase(dataDir, 'notifier');
  const error = `Error: ${hostile}`;
  const failure = { consumer: 'notifier.shop', message, error, attempts: maxAttempts };
  await deferMessage(db, { ...failure, isPermanent: true });
  await db.close();
}
