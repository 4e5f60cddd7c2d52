/** What the front page says needs a person. */
import assert from 'node:assert/strict';
import type { Alert } from '@balcao/contracts/api/market-alerts.ts';
import { describe, it } from 'mocha';
import {
  alertNeeds,
  byUrgency,
  countOf,
  parkedNeeds,
  reconciliationNeeds,
  tillNeeds,
} from './needs.ts';

const till = {
  id: 'a',
  register: '1',
  sellerId: 's',
  status: 'closed' as const,
  businessDate: '2026-11-25',
  openedAt: '2026-11-25T10:00:00.000Z',
  closedAt: '2026-11-25T21:00:00.000Z',
  floatMinor: 10_000,
  countedMinor: 10_000,
  expectedMinor: 10_410,
  differenceMinor: -410,
};

describe('what needs a person', () => {
  it('names a till that was closed with a difference, and none that was right', () => {
    const right = { ...till, id: 'b', differenceMinor: 0 };
    const [need, ...others] = tillNeeds([till, right], '2026-11-26');
    assert.equal(others.length, 0);
    assert.equal(need?.kind, 'till-difference');
    assert.equal(need.differenceMinor, -410);
    assert.equal(need.href, '/tills/a');
  });

  it('names a till that stayed open over night, and leaves the one of today in peace', () => {
    const open = { ...till, status: 'open' as const, closedAt: null, differenceMinor: null };
    const kinds = (today: string) => tillNeeds([open], today).map(({ kind }) => kind);
    assert.deepEqual([kinds('2026-11-25'), kinds('2026-11-26')], [[], ['till-open']]);
  });

  it('names an alert until somebody has seen it, and none that was not told', () => {
    const alert: Alert = {
      ...{ id: 'a', ruleId: 'r', ruleName: 'Dólar', symbol: 'USD-BRL', severity: 'critical' },
      ...{ labels: {}, state: 'firing', value: '6', reference: '5', summary: { pt: '', en: '' } },
      ...{ startedAt: till.openedAt, resolvedAt: null, resolvedValue: null },
      ...{ acknowledgedAt: null, acknowledgedBy: null, silenced: false, inhibited: false },
    };
    const seen = { acknowledgedAt: till.closedAt, acknowledgedBy: 's' };
    const all = [{}, seen, { silenced: true }, { inhibited: true }];
    const needs = alertNeeds(all.map((part, n) => ({ ...alert, ...part, id: `${n}` })));
    assert.deepEqual(
      needs.map(({ key, tone }) => [key, tone]),
      [['0', 'danger']],
    );
  });

  it('counts all payments that do not match, of whatever kind', () => {
    const day = {
      date: '2026-11-25',
      counts: { matched: 90, only_ours: 1, only_theirs: 2, amount_differs: 3 },
    };
    const [need] = reconciliationNeeds(day);
    assert.equal(need?.kind === 'count' && need.count, 6);
    const fine = { ...day.counts, only_ours: 0, only_theirs: 0, amount_differs: 0 };
    assert.deepEqual(reconciliationNeeds({ ...day, counts: fine }), []);
  });

  it('says that there are more than it has read, and nothing of what is empty', () => {
    const counted = { word: 'stockLow', tone: 'warning', href: '/', action: 'seeStock' } as const;
    const [need] = countOf(counted, { items: [1, 2], nextCursor: 'x' });
    assert.equal(need?.kind === 'count' && need.isMore, true);
    assert.deepEqual(countOf(counted, { items: [], nextCursor: null }), []);
  });

  it('puts what is wrong before what will be', () => {
    const low = countOf(
      { word: 'stockLow', tone: 'warning', href: '/', action: 'seeStock' },
      { items: [1], nextCursor: null },
    );
    const keys = byUrgency([...low, ...parkedNeeds('sales', 2)]).map(({ key }) => key);
    assert.deepEqual(keys, ['parked sales', 'stockLow']);
  });
});
