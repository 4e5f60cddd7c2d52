/** Guarantees of mutings: that an alert is kept quiet after it was told, and when it is not any more, is told once each. */
import assert from 'node:assert/strict';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { mutingJob } from '../src/tell-muting.ts';
import { type AlertDesk, above6, ago, minute, openAlertDesk } from './alert-desk.ts';

describe('open alerts that were told', () => {
  let desk: AlertDesk;
  before(async () => {
    desk = await openAlertDesk();
  });
  after(() => desk?.market.stop());

  const fires = async (symbol: string, price = '7', minutes = 9) => {
    await desk.send(symbol, price, ago(minutes * minute));
    const [told] = await desk.toldWhen(symbol, ['firing']);
    return told?.data.alertId;
  };
  const toldOf = (id: string) =>
    desk.market.muted
      .filter(({ subject }) => subject === id)
      .map(({ type, data }) => [type, JSON.parse(JSON.stringify(data))]);
  const muted = (alertId: string, change: number) => [
    `market.alert.${change % 2 === 1 ? 'muted' : 'unmuted'}`,
    { alertId, change },
  ];
  const areTold = (id: string, count: number) =>
    eventually(() =>
      assert.deepEqual(
        toldOf(id),
        Array.from({ length: count }, (_, index) => muted(id, index + 1)),
      ),
    );
  /** As another replica, `ms` later by the shop's clock: when it has looked, all that there was is told. */
  const look = (ms = 0) =>
    mutingJob({
      db: desk.market.db,
      outbox: createOutbox(),
      now: () => new Date(Date.now() + ms),
    }).run();

  it('are told to be muted when a silence begins, and to be so no more when it is taken back', async () => {
    const { id: ruleId } = await desk.add('SILENCED', above6);
    await desk.add('LOUD', above6);
    const [id, loud] = [await fires('SILENCED'), await fires('LOUD')];
    const silence = await desk.silence({ ruleId });
    await areTold(id, 1);
    assert.equal((await desk.admin.delete(`/market/silences/${silence.id}`)).status, 204);
    await areTold(id, 2);
    await desk.silence({ symbol: 'SILENCED' });
    await areTold(id, 3);
    assert.deepEqual(toldOf(loud), []);
  });

  it('are told so when only time has passed', async () => {
    const { id: ruleId } = await desk.add('LATER', above6);
    const id = await fires('LATER');
    const period = { startsAt: ago(-30 * minute), endsAt: ago(-60 * minute) };
    const wish = { matchers: { ruleId }, comment: 'later', ...period };
    await desk.admin.post('/market/silences', wish);
    await look();
    assert.deepEqual(toldOf(id), []);
    await look(45 * minute);
    // By the clock of the service the silence has not begun: it says so.
    await areTold(id, 2);
  });

  it('are told to be muted while another alert inhibits them', async () => {
    const { id: by } = await desk.add('SOURCE', above6);
    await desk.add('TARGET', above6, { inhibitedBy: [by] });
    const id = await fires('TARGET');
    await fires('SOURCE');
    await areTold(id, 1);
    await desk.send('SOURCE', '5', ago(minute));
    await areTold(id, 2);
  });

  it('are told once by however many replicas; what is over, or was not told, is not', async () => {
    const { id: ruleId } = await desk.add('OVER', above6);
    const id = await fires('OVER');
    await desk.send('OVER', '5', ago(5 * minute));
    await desk.toldWhen('OVER', ['firing', 'resolved']);
    await desk.silence({ ruleId });
    await desk.send('OVER', '7', ago(4 * minute));
    const [untold] = await desk.alertsWhen('OVER', ['firing', 'resolved']);
    const { id: otherRule } = await desk.add('ONCE', above6);
    const once = await fires('ONCE');
    await desk.silence({ ruleId: otherRule });
    await Promise.all(Array.from({ length: 4 }, () => look()));
    await areTold(once, 1);
    assert.deepEqual([...toldOf(id), ...toldOf(untold.id)], []);
  });
});
