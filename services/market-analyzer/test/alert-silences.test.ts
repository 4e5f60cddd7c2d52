/** Guarantees of silences: an alert is told to nobody while it is silenced, and its end to whoever heard of its beginning. */
import assert from 'node:assert/strict';
import { type AlertDesk, above6, ago, minute, openAlertDesk } from './alert-desk.ts';

describe('market alerts', () => {
  let desk: AlertDesk;
  before(async () => {
    desk = await openAlertDesk();
  });
  after(() => desk?.market.stop());

  it('are told neither while they are silenced nor when they end so; told when the silence ends first', async () => {
    const quiet = await desk.silence({ labels: { team: 'quiet' } });
    const labels = { team: 'quiet', more: 'x' };
    for (const symbol of ['QUIET-A', 'QUIET-B']) {
      await desk.add(symbol, above6, { labels });
      await desk.send(symbol, '7', ago(2 * minute));
      const [alert] = await desk.alertsWhen(symbol, ['firing']);
      assert.equal(alert.silenced, true);
    }
    await desk.add('LOUD', above6);
    await desk.send('LOUD', '7', ago(2 * minute));
    await desk.toldWhen('LOUD', ['firing']);
    await desk.send('QUIET-A', '5', ago(minute));
    const [over] = await desk.alertsWhen('QUIET-A', ['resolved']);
    assert.equal(over.silenced, true);
    await desk.judgeAll();
    assert.deepEqual([...desk.told('QUIET-A'), ...desk.told('QUIET-B')], []);
    assert.equal((await desk.admin.delete(`/market/silences/${quiet.id}`)).status, 204);
    await desk.toldWhen('QUIET-B', ['firing']);
    const [open] = await desk.alertsOf('QUIET-B');
    assert.equal(open.silenced, false);
    assert.deepEqual(desk.told('QUIET-A'), []);
  });

  it('are told to be over to whoever heard of them, also when a silence has come in between', async () => {
    const { id } = await desk.add('LATER', above6);
    await desk.send('LATER', '7', ago(2 * minute));
    await desk.toldWhen('LATER', ['firing']);
    await desk.silence({ ruleId: id });
    const [open] = await desk.alertsOf('LATER');
    assert.equal(open.silenced, true);
    await desk.send('LATER', '5', ago(minute));
    await desk.toldWhen('LATER', ['firing', 'resolved']);
  });
});
