/** Guarantees of inhibition: while another rule fires, an alert is listed and told to nobody; told when the other is over first. */
import assert from 'node:assert/strict';
import { type AlertDesk, above6, ago, minute, openAlertDesk } from './alert-desk.ts';

describe('market alerts that another rule inhibits', () => {
  let desk: AlertDesk;
  before(async () => {
    desk = await openAlertDesk();
  });
  after(() => desk?.market.stop());

  /** A rule on `<name>-SOURCE`, and one on `<name>-TARGET` that it inhibits. */
  const addBoth = async (name: string, changes: object = {}) => {
    const [source, target] = [`${name}-SOURCE`, `${name}-TARGET`];
    const { id: sourceId } = await desk.add(source, above6);
    const { id: targetId } = await desk.add(target, above6, {
      inhibitedBy: [sourceId],
      ...changes,
    });
    return { source, target, sourceId, targetId };
  };
  const fires = async (symbol: string, minutes: number) => {
    await desk.send(symbol, '7', ago(minutes * minute));
    const [alert] = await desk.alertsWhen(symbol, ['firing']);
    return alert;
  };
  const ends = async (symbol: string, minutes: number) => {
    await desk.send(symbol, '5', ago(minutes * minute));
    const [alert] = await desk.alertsWhen(symbol, ['resolved']);
    return alert;
  };

  it('are told neither then nor when they end so', async () => {
    const { source, target } = await addBoth('FIRST');
    const loud = await fires(source, 5);
    assert.equal(loud.inhibited, false);
    const open = await fires(target, 4);
    assert.deepEqual([open.inhibited, open.silenced], [true, false]);
    const over = await ends(target, 3);
    assert.deepEqual([over.inhibited, over.silenced], [true, false]);
    await ends(source, 2);
    await desk.judgeAll();
    await desk.toldWhen(source, ['firing', 'resolved']);
    assert.deepEqual(desk.told(target), []);
    const [still] = await desk.alertsOf(target);
    assert.equal(still.inhibited, true, 'what was never told stays so');
    await desk.send(target, '8', ago(minute));
    const [next] = await desk.alertsWhen(target, ['firing', 'resolved']);
    const [told] = await desk.toldWhen(target, ['firing']);
    assert.equal(told?.data.alertId, next.id, 'with nothing left that inhibits it');
  });

  it('are told when what inhibits them is over first, and then also their end', async () => {
    const { source, target } = await addBoth('OVER');
    await fires(source, 5);
    await fires(target, 4);
    await desk.judgeAll();
    assert.deepEqual(desk.told(target), []);
    await ends(source, 3);
    await desk.toldWhen(target, ['firing']);
    const [open] = await desk.alertsOf(target);
    assert.equal(open.inhibited, false);
    await ends(target, 2);
    await desk.toldWhen(target, ['firing', 'resolved']);
  });

  it('are told to be over to whoever heard of them before the other one fired', async () => {
    const { source, target } = await addBoth('LATER');
    await fires(target, 5);
    await desk.toldWhen(target, ['firing']);
    await fires(source, 4);
    const [open] = await desk.alertsOf(target);
    assert.equal(open.inhibited, true);
    const over = await ends(target, 3);
    assert.equal(over.inhibited, false);
    await desk.toldWhen(target, ['firing', 'resolved']);
  });

  it('are told once neither a silence nor another alert keeps them back', async () => {
    const { source, target, targetId } = await addBoth('BOTH');
    const silence = await desk.silence({ ruleId: targetId });
    await fires(source, 5);
    const open = await fires(target, 4);
    assert.deepEqual([open.inhibited, open.silenced], [true, true]);
    await ends(source, 3);
    await desk.judgeAll();
    assert.deepEqual(desk.told(target), []);
    await desk.admin.delete(`/market/silences/${silence.id}`);
    await desk.toldWhen(target, ['firing']);
  });

  it('are inhibited by one that is silenced, or inhibited itself', async () => {
    const { source, target, sourceId, targetId } = await addBoth('CHAIN');
    const { symbols } = await desk.add('CHAIN-LAST', above6, { inhibitedBy: [targetId] });
    await desk.silence({ ruleId: sourceId });
    await fires(source, 5);
    await fires(target, 4);
    await fires(symbols[0], 3);
    await desk.judgeAll();
    assert.deepEqual([source, target, symbols[0]].flatMap(desk.told), []);
  });

  it('are inhibited on the same symbol only, where the rule says so', async () => {
    const symbols = ['SAME-A', 'SAME-B'];
    const watch = (changes: object) => desk.add('SAME', above6, { symbols, ...changes });
    const above8 = { ...above6, price: '8' };
    const { id } = await watch({ condition: above8 });
    await watch({ inhibitedBy: [id], inhibitedOn: 'same-symbol' });
    await desk.send('SAME-A', '9', ago(5 * minute));
    await desk.send('SAME-B', '7', ago(4 * minute));
    await desk.toldWhen('SAME-B', ['firing']);
    const told = await desk.toldWhen('SAME-A', ['firing']);
    assert.equal(told[0]?.data.ruleId, id, 'of two that fire by one quote, the one that inhibits');
  });

  it('are told when the rule that inhibits them is deleted, which is named no more', async () => {
    const { source, target, sourceId, targetId } = await addBoth('GONE');
    await fires(source, 5);
    await fires(target, 4);
    assert.equal((await desk.admin.delete(`/market/rules/${sourceId}`)).status, 204);
    await desk.toldWhen(target, ['firing']);
    const { body } = await desk.admin.get(`/market/rules/${targetId}`);
    assert.deepEqual([body.inhibitedBy, body.states[0].state], [[], 'firing']);
  });

  it('end untold where their own rule is changed while they are inhibited', async () => {
    const { source, target, targetId } = await addBoth('OWN');
    await fires(source, 5);
    await fires(target, 4);
    assert.equal((await desk.admin.delete(`/market/rules/${targetId}`)).status, 204);
    const [over] = await desk.alertsWhen(target, ['resolved']);
    assert.deepEqual([over.inhibited, over.silenced], [true, false]);
    await ends(source, 3);
    await desk.judgeAll();
    assert.deepEqual(desk.told(target), []);
  });
});

describe('market alerts that another rule inhibits, over a restart', () => {
  const desks: AlertDesk[] = [];
  const open = async (env: Record<string, string> = {}) => {
    const desk = await openAlertDesk(env);
    desks.push(desk);
    return desk;
  };
  after(async () => {
    for (const desk of desks.toReversed()) await desk.market.stop();
  });

  it('stay inhibited, and are told by whoever leads when the other one is over', async () => {
    const before = await open();
    const { id } = await before.add('SOURCE', above6);
    for (const symbol of ['TARGET', 'SHORT']) {
      await before.add(symbol, above6, { inhibitedBy: [id] });
    }
    for (const [index, symbol] of ['SOURCE', 'TARGET', 'SHORT'].entries()) {
      await before.send(symbol, '7', ago((9 - index) * minute));
      await before.alertsWhen(symbol, ['firing']);
    }
    await before.market.service.stop();
    const after = await open({ DATABASE_URL: before.market.databaseUrl });
    await after.send('SHORT', '5', ago(5 * minute));
    await after.alertsWhen('SHORT', ['resolved']);
    await after.judgeAll();
    const targets = ['TARGET', 'SHORT'];
    assert.deepEqual(targets.flatMap(before.told).concat(targets.flatMap(after.told)), []);
    await after.send('SOURCE', '5', ago(4 * minute));
    await after.toldWhen('SOURCE', ['resolved']);
    await after.toldWhen('TARGET', ['firing']);
    await after.judgeAll();
    assert.deepEqual(after.told('SHORT'), []);
  });
});
