/** Guarantees of alerts: a rule fires once at the quote that breaks it, and ends at the one that keeps it or with its rule. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type AlertDesk, above6, ago, minute, openAlertDesk } from './alert-desk.ts';

describe('market alerts', () => {
  let desk: AlertDesk;
  before(async () => {
    desk = await openAlertDesk();
  });
  after(() => desk?.market.stop());

  it('begin once, at the quote that rises more than 10 % within 5 minutes, and end', async () => {
    const symbol = 'RISE';
    const condition = { kind: 'change', direction: 'up', percent: 10, windowSeconds: 300 };
    const labels = { team: 'compras' };
    const rule = await desk.add(symbol, condition, { severity: 'critical', labels });
    const times = [9, 4, 3, 2].map((minutes) => ago(minutes * minute));
    const [first = '', second = '', third = '', fourth = ''] = times;
    await desk.send(symbol, '5.00', first);
    await desk.send(symbol, '5.20', second);
    await desk.send(symbol, '5.72', third);
    await desk.judgeAll();
    assert.deepEqual(await desk.alertsOf(symbol), []);
    await desk.send(symbol, '5.7200001', fourth);
    const [alert] = await desk.alertsWhen(symbol, ['firing']);
    assert.deepEqual(alert, {
      id: alert.id,
      ruleId: rule.id,
      ruleName: rule.name,
      symbol,
      severity: 'critical',
      labels,
      state: 'firing',
      value: '5.7200001',
      reference: '5.2',
      summary: {
        pt: 'RISE: subiu mais de 10% em 5 minutos (5,7200001; mínima 5,2)',
        en: 'RISE: rose more than 10% within 5 minutes (5.7200001; lowest 5.2)',
      },
      startedAt: fourth,
      resolvedAt: null,
      resolvedValue: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      silenced: false,
      inhibited: false,
    });
    const last = ago(minute);
    await desk.send(symbol, '5.3', last);
    await desk.alertsWhen(symbol, ['resolved']);
    const [firing, resolved] = await desk.toldWhen(symbol, ['firing', 'resolved']);
    const { id: alertId, ruleId, ruleName, severity, summary, startedAt, value } = alert;
    const facts = { alertId, ruleId, ruleName, symbol, severity, summary, labels, startedAt };
    assert.deepEqual(firing?.data, { ...facts, value, resolvedAt: null });
    assert.deepEqual(resolved?.data, { ...facts, value: '5.3', resolvedAt: last });
  });

  it('show in the state of their rule and in its metric', async () => {
    const { id } = await desk.add('STATE', above6, { forSeconds: 60, name: 'Rule of state' });
    const stateWhen = (state: string) =>
      eventually(async () => {
        const [own] = (await desk.admin.get(`/market/rules/${id}`)).body.states;
        assert.equal(own.state, state);
        return own;
      });
    const [first, second] = [ago(2 * minute), ago(minute)];
    await desk.send('STATE', '7', first);
    assert.equal((await stateWhen('pending')).since, first);
    await desk.send('STATE', '8', second);
    assert.equal((await stateWhen('firing')).startedAt, second);
    await eventually(async () => {
      const metrics = await (await fetch(`${desk.market.url}/metrics`)).text();
      assert.match(metrics, /^market_rule_state\{rule="Rule of state",.*\} 5$/m);
    });
  });

  it('judge neither what was there before their rule, unless it is a limit, nor late quotes; but those fill its window', async () => {
    const symbol = 'BEFORE';
    await desk.send(symbol, '5', ago(5 * minute));
    await desk.send(symbol, '9', ago(4 * minute));
    const condition = { kind: 'mean', direction: 'above', windowSeconds: 3600, minQuotes: 2 };
    await desk.add(symbol, condition);
    await desk.send(symbol, '100', ago(5 * minute - 1));
    await desk.judgeAll();
    assert.deepEqual(await desk.alertsOf(symbol), []);
    await desk.send(symbol, '7.1', ago(3 * minute));
    const [alert] = await desk.alertsWhen(symbol, ['firing']);
    assert.equal(alert.reference, '7');
  });

  it('end when their rule is changed, stopped or deleted; a changed rule begins anew', async () => {
    const rule = await desk.add('EDIT', above6);
    const path = `/market/rules/${rule.id}`;
    await desk.send('EDIT', '7', ago(5 * minute));
    await desk.alertsWhen('EDIT', ['firing']);
    const { id: _id, states: _states, version: _version, ...fields } = rule;
    const wish = { ...fields, condition: { ...above6, price: '6.5' } };
    const changed = await desk.admin.put(path, wish);
    assert.equal(changed.body.states[0].state, 'normal');
    const [again] = await desk.alertsWhen('EDIT', ['firing', 'resolved']);
    assert.deepEqual([again.value, again.reference], ['7', '6.5']);
    await desk.admin.put(path, { ...wish, active: false });
    await desk.alertsWhen('EDIT', ['resolved', 'resolved']);
    await desk.send('EDIT', '9', ago(2 * minute));
    await desk.judgeAll();
    assert.equal((await desk.alertsOf('EDIT')).length, 2);
    await desk.admin.put(path, wish);
    const [started] = await desk.alertsWhen('EDIT', ['firing', 'resolved', 'resolved']);
    assert.equal(started.value, '9');
    assert.equal((await desk.admin.delete(path)).status, 204);
    await desk.alertsWhen('EDIT', ['resolved', 'resolved', 'resolved']);
    const round = ['firing', 'resolved'];
    await desk.toldWhen('EDIT', [...round, ...round, ...round]);
  });

  it('begin by the clock where no quote comes, and end with the next one', async () => {
    await desk.add('ABSENT', { kind: 'absent', afterSeconds: 1 });
    const [alert] = await desk.alertsWhen('ABSENT', ['firing']);
    assert.equal(alert.value, null);
    assert.equal(alert.summary.en, 'ABSENT: no quote for more than 1 second');
    await desk.send('ABSENT', '5', ago(-2 * minute));
    await desk.alertsWhen('ABSENT', ['resolved']);
    await desk.toldWhen('ABSENT', ['firing', 'resolved']);
  });
});
