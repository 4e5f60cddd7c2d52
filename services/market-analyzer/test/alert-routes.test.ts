/** Guarantees of alerts over HTTP: acknowledged once, and found by state, rule, symbol and time. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { type AlertDesk, above6, ago, minute, openAlertDesk } from './alert-desk.ts';

describe('market alerts', () => {
  let desk: AlertDesk;
  before(async () => {
    desk = await openAlertDesk();
  });
  after(() => desk?.market.stop());

  it('are acknowledged once, by whom and when, open or over', async () => {
    await desk.add('SEEN', above6);
    await desk.send('SEEN', '7', ago(2 * minute));
    const [alert] = await desk.alertsWhen('SEEN', ['firing']);
    const [me, other] = [newId(), newId()];
    const path = `/market/alerts/${alert.id}/acknowledge`;
    const first = await desk.market.as('admin', me).post(path);
    assert.deepEqual([first.status, first.body.acknowledgedBy], [200, me]);
    await desk.send('SEEN', '5', ago(minute));
    await desk.alertsWhen('SEEN', ['resolved']);
    const second = await desk.market.as('admin', other).post(path);
    assert.deepEqual(
      [second.status, second.body.acknowledgedBy, second.body.acknowledgedAt],
      [200, me, first.body.acknowledgedAt],
    );
    assert.equal((await desk.admin.post(`/market/alerts/${newId()}/acknowledge`)).status, 404);
    await desk.judgeAll();
    const told = desk.market.alerted.filter(({ type }) => type === 'market.alert.acknowledged');
    assert.deepEqual(
      told.map(({ data }) => data),
      [{ alertId: alert.id, acknowledgedAt: first.body.acknowledgedAt, acknowledgedBy: me }],
      'while it was open',
    );
  });

  it('are listed by state, rule, symbol and time, page by page', async () => {
    const { id } = await desk.add('LIST', { kind: 'threshold', direction: 'above', price: '1' });
    for (const minutes of [9, 7, 5]) {
      await desk.send('LIST', '2', ago(minutes * minute));
      await desk.send('LIST', '1', ago((minutes - 1) * minute));
    }
    await desk.send('LIST', '2', ago(minute));
    await desk.alertsWhen('LIST', ['firing', 'resolved', 'resolved', 'resolved']);
    const read = async (query: string) => (await desk.admin.get(`/market/alerts?${query}`)).body;
    assert.equal((await read(`ruleId=${id}&state=resolved`)).items.length, 3);
    const [open] = (await read(`ruleId=${id}&state=firing`)).items;
    assert.equal(open.state, 'firing');
    const first = await read(`ruleId=${id}&limit=3`);
    const second = await read(`ruleId=${id}&limit=3&cursor=${first.nextCursor}`);
    assert.deepEqual([first.items.length, second.items.length, second.nextCursor], [3, 1, null]);
    const between = `from=${ago(6.5 * minute)}&to=${ago(4.5 * minute)}`;
    const { items } = await read(`ruleId=${id}&${between}`);
    assert.deepEqual(
      items.map(({ startedAt }: { startedAt: string }) => startedAt),
      [first.items[1].startedAt, first.items[2].startedAt],
      'the one that ended in between, and the one that began',
    );
    assert.equal((await desk.admin.get('/market/alerts?state=loud')).status, 422);
  });
});
