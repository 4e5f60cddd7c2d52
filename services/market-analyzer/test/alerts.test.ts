/** Guarantees of alerts: a rule fires once at the quote that breaks it, and is told to those who shall hear of it. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Market, startMarket } from './harness.ts';

const above6 = { kind: 'threshold', direction: 'above', price: '6' };
const minute = 60_000;

describe('market alerts', () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
  });
  after(() => market?.stop());

  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  const send = async (symbol: string, price: string, at: string) => {
    const { status } = await admin.post('/market/quotes', { quotes: [{ symbol, price, at }] });
    assert.equal(status, 201);
  };
  const add = async (symbol: string, condition: object, changes: object = {}) => {
    const wish = { name: `Watch ${symbol}`, symbols: [symbol], condition, ...changes };
    const { status, body } = await admin.post('/market/rules', wish);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const alertsOf = async (symbol: string) =>
    (await admin.get(`/market/alerts?symbol=${symbol}`)).body.items;
  const alertsWhen = (symbol: string, states: string[]) =>
    eventually(async () => {
      const alerts = await alertsOf(symbol);
      assert.deepEqual(
        alerts.map(({ state }: { state: string }) => state),
        states,
      );
      return alerts;
    });
  const told = (symbol: string) =>
    market.alerted
      .map(({ type, data }) => ({ type, data: JSON.parse(JSON.stringify(data)) }))
      .filter(({ data }) => data.symbol === symbol);
  const toldWhen = (symbol: string, types: string[]) =>
    eventually(() => {
      assert.deepEqual(
        told(symbol).map(({ type }) => type),
        types.map((type) => `market.alert.${type}`),
      );
      return told(symbol);
    });
  const silence = async (matchers: object) => {
    const period = { startsAt: ago(minute), endsAt: ago(-60 * minute) };
    const wish = { matchers, comment: 'quiet', ...period };
    return (await admin.post('/market/silences', wish)).body;
  };
  /** A rule on a symbol of its own, told after all that was stored before: it shows that all has been judged. */
  const judgeAll = async () => {
    const symbol = `MARK-${newId().slice(-12)}`.toUpperCase();
    await add(symbol, above6);
    await send(symbol, '7', ago(0));
    await alertsWhen(symbol, ['firing']);
  };

  it('begin once, at the quote that rises more than 10 % within 5 minutes, and end', async () => {
    const symbol = 'RISE';
    const condition = { kind: 'change', direction: 'up', percent: 10, windowSeconds: 300 };
    const labels = { team: 'compras' };
    const rule = await add(symbol, condition, { severity: 'critical', labels });
    const times = [9, 4, 3, 2].map((minutes) => ago(minutes * minute));
    const [first = '', second = '', third = '', fourth = ''] = times;
    await send(symbol, '5.00', first);
    await send(symbol, '5.20', second);
    await send(symbol, '5.72', third);
    await judgeAll();
    assert.deepEqual(await alertsOf(symbol), []);
    await send(symbol, '5.7200001', fourth);
    const [alert] = await alertsWhen(symbol, ['firing']);
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
    });
    const last = ago(minute);
    await send(symbol, '5.3', last);
    await alertsWhen(symbol, ['resolved']);
    const [firing, resolved] = await toldWhen(symbol, ['firing', 'resolved']);
    const { id: alertId, ruleId, ruleName, severity, summary, startedAt, value } = alert;
    const facts = { alertId, ruleId, ruleName, symbol, severity, summary, labels, startedAt };
    assert.deepEqual(firing?.data, { ...facts, value, resolvedAt: null });
    assert.deepEqual(resolved?.data, { ...facts, value: '5.3', resolvedAt: last });
  });

  it('show in the state of their rule and in its metric', async () => {
    const { id } = await add('STATE', above6, { forSeconds: 60, name: 'Rule of state' });
    const stateWhen = (state: string) =>
      eventually(async () => {
        const [own] = (await admin.get(`/market/rules/${id}`)).body.states;
        assert.equal(own.state, state);
        return own;
      });
    const [first, second] = [ago(2 * minute), ago(minute)];
    await send('STATE', '7', first);
    assert.equal((await stateWhen('pending')).since, first);
    await send('STATE', '8', second);
    assert.equal((await stateWhen('firing')).startedAt, second);
    await eventually(async () => {
      const metrics = await (await fetch(`${market.url}/metrics`)).text();
      assert.match(metrics, /^market_rule_state\{rule="Rule of state",.*\} 5$/m);
    });
  });

  it('judge neither what was there before their rule, nor late quotes; but those fill its window', async () => {
    const symbol = 'BEFORE';
    await send(symbol, '5', ago(5 * minute));
    await send(symbol, '9', ago(4 * minute));
    const condition = { kind: 'mean', direction: 'above', windowSeconds: 3600, minQuotes: 2 };
    await add(symbol, condition);
    await send(symbol, '100', ago(5 * minute - 1));
    await judgeAll();
    assert.deepEqual(await alertsOf(symbol), []);
    await send(symbol, '7.1', ago(3 * minute));
    const [alert] = await alertsWhen(symbol, ['firing']);
    assert.equal(alert.reference, '7');
  });

  it('are told neither while they are silenced nor when they end so; told when the silence ends first', async () => {
    const quiet = await silence({ labels: { team: 'quiet' } });
    const labels = { team: 'quiet', more: 'x' };
    for (const symbol of ['QUIET-A', 'QUIET-B']) {
      await add(symbol, above6, { labels });
      await send(symbol, '7', ago(2 * minute));
      const [alert] = await alertsWhen(symbol, ['firing']);
      assert.equal(alert.silenced, true);
    }
    await add('LOUD', above6);
    await send('LOUD', '7', ago(2 * minute));
    await toldWhen('LOUD', ['firing']);
    await send('QUIET-A', '5', ago(minute));
    const [over] = await alertsWhen('QUIET-A', ['resolved']);
    assert.equal(over.silenced, true);
    await judgeAll();
    assert.deepEqual([...told('QUIET-A'), ...told('QUIET-B')], []);
    assert.equal((await admin.delete(`/market/silences/${quiet.id}`)).status, 204);
    await toldWhen('QUIET-B', ['firing']);
    const [open] = await alertsOf('QUIET-B');
    assert.equal(open.silenced, false);
    assert.deepEqual(told('QUIET-A'), []);
  });

  it('are told to be over to whoever heard of them, also when a silence has come in between', async () => {
    const { id } = await add('LATER', above6);
    await send('LATER', '7', ago(2 * minute));
    await toldWhen('LATER', ['firing']);
    await silence({ ruleId: id });
    const [open] = await alertsOf('LATER');
    assert.equal(open.silenced, true);
    await send('LATER', '5', ago(minute));
    await toldWhen('LATER', ['firing', 'resolved']);
  });

  it('are acknowledged once, by whom and when, open or over', async () => {
    await add('SEEN', above6);
    await send('SEEN', '7', ago(2 * minute));
    const [alert] = await alertsWhen('SEEN', ['firing']);
    const [me, other] = [newId(), newId()];
    const path = `/market/alerts/${alert.id}/acknowledge`;
    const first = await market.as('admin', me).post(path);
    assert.deepEqual([first.status, first.body.acknowledgedBy], [200, me]);
    await send('SEEN', '5', ago(minute));
    await alertsWhen('SEEN', ['resolved']);
    const second = await market.as('admin', other).post(path);
    assert.deepEqual(
      [second.status, second.body.acknowledgedBy, second.body.acknowledgedAt],
      [200, me, first.body.acknowledgedAt],
    );
    assert.equal((await admin.post(`/market/alerts/${newId()}/acknowledge`)).status, 404);
  });

  it('end when their rule is changed, stopped or deleted; a changed rule begins anew', async () => {
    const rule = await add('EDIT', above6);
    const path = `/market/rules/${rule.id}`;
    await send('EDIT', '7', ago(5 * minute));
    await alertsWhen('EDIT', ['firing']);
    const { id: _id, states: _states, version: _version, ...fields } = rule;
    const wish = { ...fields, condition: { ...above6, price: '6.5' } };
    const changed = await admin.put(path, wish);
    assert.equal(changed.body.states[0].state, 'normal');
    await toldWhen('EDIT', ['firing', 'resolved']);
    await send('EDIT', '6.4', ago(4 * minute));
    await send('EDIT', '6.6', ago(3 * minute));
    const [again] = await alertsWhen('EDIT', ['firing', 'resolved']);
    assert.deepEqual([again.value, again.reference], ['6.6', '6.5']);
    await admin.put(path, { ...wish, active: false });
    await alertsWhen('EDIT', ['resolved', 'resolved']);
    await send('EDIT', '9', ago(2 * minute));
    await judgeAll();
    assert.equal((await alertsOf('EDIT')).length, 2);
    await admin.put(path, wish);
    await send('EDIT', '10', ago(minute));
    await alertsWhen('EDIT', ['firing', 'resolved', 'resolved']);
    assert.equal((await admin.delete(path)).status, 204);
    await alertsWhen('EDIT', ['resolved', 'resolved', 'resolved']);
    const round = ['firing', 'resolved'];
    await toldWhen('EDIT', [...round, ...round, ...round]);
  });

  it('begin by the clock where no quote comes, and end with the next one', async () => {
    await add('ABSENT', { kind: 'absent', afterSeconds: 1 });
    const [alert] = await alertsWhen('ABSENT', ['firing']);
    assert.equal(alert.value, null);
    assert.equal(alert.summary.en, 'ABSENT: no quote for more than 1 second');
    await send('ABSENT', '5', ago(-2 * minute));
    await alertsWhen('ABSENT', ['resolved']);
    await toldWhen('ABSENT', ['firing', 'resolved']);
  });

  it('are listed by state, rule, symbol and time, page by page', async () => {
    const { id } = await add('LIST', { kind: 'threshold', direction: 'above', price: '1' });
    for (const minutes of [9, 7, 5]) {
      await send('LIST', '2', ago(minutes * minute));
      await send('LIST', '1', ago((minutes - 1) * minute));
    }
    await send('LIST', '2', ago(minute));
    await alertsWhen('LIST', ['firing', 'resolved', 'resolved', 'resolved']);
    const read = async (query: string) => (await admin.get(`/market/alerts?${query}`)).body;
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
    assert.equal((await admin.get('/market/alerts?state=loud')).status, 422);
  });
});
