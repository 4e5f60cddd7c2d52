/** Everybody is told once of what happened, in words, and of nothing that they may not read. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { envelope, type Notifier, startNotifier, stockLow, tillClosed } from './harness.ts';

describe('the inbox', () => {
  let notifier: Notifier;
  beforeEach(async () => {
    notifier = await startNotifier();
  });
  afterEach(() => notifier.stop());

  const list = async (role: 'admin' | 'seller' | 'stockist', query = '') =>
    (await notifier.as(role).get(`/notifications${query}`)).body;
  const eventsOf = async (role: 'admin' | 'seller' | 'stockist') =>
    (await list(role)).items.map(({ event }: { event: string }) => event);

  it('tells of an event once, however often it comes', async () => {
    const low = stockLow();
    await notifier.publish(low, low);
    assert.equal((await list('admin')).items.length, 1);
  });

  it("says what is low by the product's name and unit", async () => {
    const low = stockLow();
    const facts = { sku: 'PIC', categoryId: null, priceMinor: 100, costMinor: null, plu: null };
    const product = { ...facts, id: low.subject, name: 'Picanha', unit: 'kg' as const };
    const rest = { barcode: null, shelfLifeDays: null, active: true, version: 1 };
    await notifier.publish(
      envelope('product.created', low.subject, { product: { ...product, ...rest } }),
      low,
    );
    const [{ id: _, occurredAt, ...told }] = (await list('stockist')).items;
    assert.deepEqual(told, {
      event: 'stock.low',
      subject: low.subject,
      severity: 'warning',
      title: { pt: 'Estoque baixo: Picanha', en: 'Low stock: Picanha' },
      body: {
        pt: 'Restam 0,500 kg; o mínimo é 2,000 kg.',
        en: '0.500 kg left; the minimum is 2.000 kg.',
      },
    });
    assert.equal(occurredAt, low.time);
  });

  it('tells of an alert on a price in its own words, and of its end to the same people', async () => {
    const alertId = newId();
    const alert = {
      alertId,
      ruleId: newId(),
      ruleName: 'Dólar',
      symbol: 'USD-BRL',
      severity: 'critical' as const,
      value: '5.5',
      summary: { pt: 'USD-BRL: subiu', en: 'USD-BRL: rose' },
      labels: {},
      startedAt: '2026-11-26T08:00:00.000Z',
      resolvedAt: null,
    };
    const end = { ...alert, value: '5.1', resolvedAt: '2026-11-26T09:00:00.000Z' };
    await notifier.publish(
      envelope('market.alert.firing', alertId, alert),
      envelope('market.alert.resolved', alertId, end),
    );
    const told = (await list('stockist')).items.map(
      ({ subject, severity, title, body }: Record<string, { pt: string }>) => [
        subject,
        severity,
        title?.pt,
        body?.pt,
      ],
    );
    assert.deepEqual(told, [
      [alertId, 'critical', 'Preço, resolvido: Dólar', 'USD-BRL: subiu'],
      [alertId, 'critical', 'Preço: Dólar', 'USD-BRL: subiu'],
    ]);
    assert.deepEqual(await eventsOf('seller'), []);
  });

  it('tells a role only of what it may read at its source', async () => {
    const paymentId = newId();
    const declined = envelope('payment.declined', paymentId, {
      paymentId,
      orderId: newId(),
      method: 'credit',
      amountMinor: 1_234,
      reason: 'declined',
      origin: 'order',
    });
    await notifier.publish(stockLow(), declined, tillClosed(-100));
    assert.deepEqual(await eventsOf('admin'), ['till.closed', 'payment.declined', 'stock.low']);
    assert.deepEqual(await eventsOf('seller'), ['payment.declined']);
    assert.deepEqual(await eventsOf('stockist'), ['stock.low']);
  });

  it('comes in pages, and by event and severity', async () => {
    await notifier.publish(stockLow(), tillClosed(0), tillClosed(-100), stockLow(0));
    const first = await list('admin', '?limit=3');
    const second = await list('admin', `?limit=3&cursor=${first.nextCursor}`);
    assert.deepEqual([first.items.length, second.items.length, second.nextCursor], [3, 1, null]);
    assert.equal((await list('admin', '?event=till.closed')).items.length, 2);
    assert.equal((await list('admin', '?severity=critical')).items.length, 1);
    assert.equal((await list('stockist', '?event=till.closed')).items.length, 0);
    const forged = Buffer.from('["x"]').toString('base64url');
    assert.equal((await list('admin', `?cursor=${forged}`)).code, 'validation_failed');
  });
});
