/** Guarantees of rules and silences over HTTP: kept as they were given, changed under their version, refused where they make no sense. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Market, startMarket } from './harness.ts';

const change = { kind: 'change', direction: 'up', percent: 10, windowSeconds: 300 };

describe('market rules', () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
  });
  after(() => market?.stop());

  const wish = (changes: object = {}) => ({
    name: 'Dollar rises',
    symbols: ['usd-brl', 'EUR-BRL'],
    condition: change,
    ...changes,
  });
  const add = async (changes: object = {}) => {
    const { status, body } = await admin.post('/market/rules', wish(changes));
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const normal = (symbol: string) => ({ symbol, state: 'normal', since: null, startedAt: null });

  it('are kept as they were given, with where each symbol stands', async () => {
    const id = newId();
    const conditions = [
      change,
      { kind: 'mean', direction: 'below', windowSeconds: 86_400, minQuotes: 3 },
      { kind: 'deviation', direction: 'either', percent: 3, windowSeconds: 60, minQuotes: 10 },
      { kind: 'threshold', direction: 'above', price: '6.00000001' },
      { kind: 'absent', afterSeconds: 600 },
    ];
    const rule = await add({ id });
    assert.deepEqual(rule, {
      id,
      name: 'Dollar rises',
      symbols: ['USD-BRL', 'EUR-BRL'],
      condition: change,
      forSeconds: 0,
      keepFiringForSeconds: 0,
      noDataSeconds: null,
      severity: 'warning',
      labels: {},
      inhibitedBy: [],
      inhibitedOn: 'any-symbol',
      active: true,
      states: [normal('USD-BRL'), normal('EUR-BRL')],
      managedBy: null,
      version: 1,
    });
    for (const condition of conditions) {
      const made = await add({ condition, labels: { team: 'compras' }, severity: 'critical' });
      const { body } = await admin.get(`/market/rules/${made.id}`);
      assert.deepEqual(body, made);
      assert.deepEqual(body.condition, condition);
    }
    assert.equal((await admin.post('/market/rules', wish({ id }))).status, 409);
  });

  it('are made once for a key, and listed page by page', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await admin.post('/market/rules', wish({ name: 'Once' }), headers);
    const second = await admin.post('/market/rules', wish({ name: 'Once' }), headers);
    assert.deepEqual(second.body, first.body);
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await admin.get(`/market/rules?limit=2${more}`);
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    }
    assert.equal(names.filter((name) => name === 'Once').length, 1);
    assert.ok(names.length > 2);
  });

  it('change under their version, and go', async () => {
    const { id } = await add();
    const path = `/market/rules/${id}`;
    const wanted = wish({ name: 'Paused', symbols: ['BTC'], active: false });
    assert.equal((await admin.put(path, wanted, { 'if-match': '"7"' })).status, 412);
    const changed = await admin.put(path, wanted, { 'if-match': '"1"' });
    assert.deepEqual([changed.status, changed.headers.get('etag')], [200, '"2"']);
    assert.deepEqual(
      [changed.body.name, changed.body.active, changed.body.states],
      ['Paused', false, [normal('BTC')]],
    );
    assert.equal((await admin.delete(path, { 'if-match': '"1"' })).status, 412);
    assert.equal((await admin.delete(path)).status, 204);
    assert.equal((await admin.get(path)).status, 404);
    assert.equal((await admin.put(path, wanted)).status, 404);
  });

  it('are refused where they make no sense, with the field named', async () => {
    const threshold = (price: string) => ({
      condition: { kind: 'threshold', direction: 'above', price },
    });
    const wrong: [object, RegExp][] = [
      [{ symbols: [] }, /^symbols$/],
      [{ symbols: ['A', 'a'] }, /^symbols$/],
      [{ symbols: Array.from({ length: 51 }, (_, index) => `S${index}`) }, /^symbols$/],
      [{ condition: { ...change, percent: 0.00001 } }, /^condition\.percent$/],
      [{ condition: { ...change, windowSeconds: 0 } }, /^condition\.windowSeconds$/],
      [{ condition: { ...change, kind: 'magic' } }, /^condition\.kind$/],
      [{ condition: { ...change, more: 1 } }, /^condition/],
      [threshold('-1'), /^condition\.price$/],
      [threshold('0.000000001'), /^condition\.price$/],
      [threshold('90000001'), /^condition\.price$/],
      [{ condition: { kind: 'absent', afterSeconds: 60 }, noDataSeconds: 60 }, /^noDataSeconds$/],
      [{ forSeconds: -1 }, /^forSeconds$/],
      [{ severity: 'loud' }, /^severity$/],
      [{ labels: { 'Not a name': 'x' } }, /^labels/],
      [{ labels: { team: '' } }, /^labels\.team$/],
    ];
    for (const [changes, path] of wrong) {
      const { status, body } = await admin.post('/market/rules', wish(changes));
      assert.equal(status, 422, JSON.stringify(changes));
      assert.match(body.errors[0].path, path);
    }
  });

  it('name the rules that inhibit them: ten at most, each once, that there are, and no circle', async () => {
    const [first, second] = [await add(), await add()];
    const inhibitedBy = [second.id, first.id];
    const third = await add({ inhibitedBy, inhibitedOn: 'same-symbol' });
    assert.deepEqual([third.inhibitedBy, third.inhibitedOn], [inhibitedBy, 'same-symbol']);
    const path = (id: string) => `/market/rules/${id}`;
    assert.deepEqual((await admin.get(path(third.id))).body, third);
    const refused = async (id: string, by: unknown) => {
      const { status, body } = await admin.put(path(id), wish({ inhibitedBy: by, active: true }));
      assert.equal(status, 422, JSON.stringify(body));
      assert.match(body.errors[0].path, /^inhibitedBy/);
    };
    await refused(third.id, [third.id]);
    await refused(third.id, [newId()]);
    await refused(third.id, [first.id, first.id]);
    await refused(third.id, Array.from({ length: 11 }, newId));
    await refused(first.id, [third.id]);
    const fourth = await add({ inhibitedBy: [third.id] });
    await refused(first.id, [fourth.id]);
    const own = newId();
    const itself = await admin.post('/market/rules', wish({ id: own, inhibitedBy: [own] }));
    assert.equal(itself.status, 422);
    assert.equal((await admin.delete(path(second.id))).status, 204);
    assert.deepEqual((await admin.get(path(third.id))).body.inhibitedBy, [first.id]);
    const changed = await admin.put(path(third.id), wish({ active: true }));
    assert.deepEqual([changed.body.inhibitedBy, changed.body.inhibitedOn], [[], 'any-symbol']);
  });

  it('are refused in the language of who asks, whichever inhibits them', async () => {
    const { id } = await add();
    const other = await add({ inhibitedBy: [id] });
    const none = newId();
    const refusals: [string, string][] = [
      [id, 'uma regra não inibe a si mesma'],
      [none, `a regra ${none} não existe`],
      [other.id, 'uma delas é inibida por esta regra: ninguém seria avisado de nenhuma das duas'],
    ];
    for (const [by, message] of refusals) {
      const request = wish({ inhibitedBy: [by], active: true });
      const { body } = await admin.put(`/market/rules/${id}`, request, {
        'accept-language': 'pt-BR',
      });
      assert.equal(body.detail, 'A regra não pode ser inibida assim.');
      assert.deepEqual(body.errors, [{ path: 'inhibitedBy', message }]);
    }
  });

  it('are not made into a circle by two who ask at once', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 5 }, async () => [(await add()).id, (await add()).id]),
    );
    const name = (id: string, by: string) =>
      admin.put(`/market/rules/${id}`, wish({ inhibitedBy: [by], active: true }));
    for (const [one, other] of pairs) {
      const answers = await Promise.all([name(one, other), name(other, one)]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422]);
    }
  });

  it('are read by those who buy and written by the owner', async () => {
    const stockist = market.as('stockist');
    assert.equal((await stockist.get('/market/rules')).status, 200);
    assert.equal((await stockist.get('/market/alerts')).status, 200);
    assert.equal((await stockist.post('/market/rules', wish())).status, 403);
    assert.equal((await stockist.post('/market/silences', {})).status, 403);
    assert.equal((await market.as('seller').get('/market/alerts')).status, 403);
  });

  it('have silences, which know whether they are in force', async () => {
    const silence = {
      matchers: { symbol: 'usd-brl', labels: { team: 'compras' } },
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2026-01-02T00:00:00Z',
      comment: 'Moving house',
    };
    const me = newId();
    const mine = market.as('admin', me);
    const { status, body } = await mine.post('/market/silences', silence);
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual(
      [body.state, body.createdBy, body.matchers],
      [
        'expired',
        me,
        { ruleId: null, symbol: 'USD-BRL', severity: null, labels: { team: 'compras' } },
      ],
    );
    const path = `/market/silences/${body.id}`;
    const later = { ...silence, endsAt: '2999-01-01T00:00:00Z' };
    assert.equal((await mine.put(path, later, { 'if-match': '"2"' })).status, 412);
    assert.equal((await mine.put(path, later, { 'if-match': '"1"' })).body.state, 'active');
    const listed = (await mine.get('/market/silences')).body.items;
    assert.deepEqual(listed, [(await mine.get(path)).body]);
    assert.equal((await mine.delete(path)).status, 204);
    assert.equal((await mine.get(path)).status, 404);
    const refused = async (changes: object) =>
      (await mine.post('/market/silences', { ...silence, ...changes })).body.errors[0].path;
    assert.equal(await refused({ matchers: {} }), 'matchers');
    assert.equal(await refused({ endsAt: silence.startsAt }), 'endsAt');
    assert.equal(await refused({ comment: '' }), 'comment');
  });
});
