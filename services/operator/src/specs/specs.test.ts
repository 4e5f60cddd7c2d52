/** Protects: a declaration becomes the request that it stands for, and an answer the status that people read. */
import assert from 'node:assert/strict';
import type { Feed } from '@balcao/contracts/api/market-feeds.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import { updateRouteRequest } from '@balcao/contracts/api/notification-routes.ts';
import { describe, it } from 'mocha';
import { alertRuleSpec } from '../resources/alert-rule.ts';
import { notificationChannelSpec } from '../resources/notification-channel.ts';
import { priceFeedSpec } from '../resources/price-feed.ts';
import { ruleBody, ruleHealth, ruleStatus, ruleWish } from './alert-rule.ts';
import {
  channelHealth,
  channelStatus,
  type RouteBody,
  routeChanges,
  routesOf,
  settingsOf,
  settingsVersion,
} from './notification-channel.ts';
import { feedHealth, feedStatus, feedWish } from './price-feed.ts';
import { isAsWished } from './wish.ts';

const id = '0197f0c0-0000-7000-8000-000000000001';
const object = { metadata: { namespace: 'shop', name: 'usd' } };
const declared = <Spec>(spec: Spec) => ({
  object,
  spec,
  id,
  name: 'usd',
  managedBy: 'kubernetes:shop/Kind/usd',
});
const at = '2026-11-26T12:00:00.000Z';

describe('specs', () => {
  it('of a feed', () => {
    const spec = priceFeedSpec.parse({
      provider: 'awesomeapi',
      symbol: 'USD-BRL',
      code: 'USD-BRL',
      everySeconds: 60,
    });
    assert.deepEqual(feedWish(declared(spec), null), {
      name: 'usd',
      provider: 'awesomeapi',
      symbol: 'USD-BRL',
      code: 'USD-BRL',
      everySeconds: 60,
      fallbackFeedId: null,
      active: true,
      managedBy: 'kubernetes:shop/Kind/usd',
    });
    assert.equal(feedWish(declared({ ...spec, suspend: true }), id).active, false);
  });

  it('of a rule, with the defaults of the contract, so that the answer is the same', () => {
    const condition = { kind: 'mean', direction: 'above', windowSeconds: 600 };
    const spec = alertRuleSpec.parse({ symbols: ['USD-BRL'], condition, adoptId: id });
    assert.deepEqual(ruleWish(declared(spec), []), {
      name: 'usd',
      symbols: ['USD-BRL'],
      condition: { ...condition, minQuotes: 10 },
      forSeconds: 0,
      keepFiringForSeconds: 0,
      noDataSeconds: null,
      severity: 'warning',
      labels: {},
      inhibitedBy: [],
      inhibitedOn: 'any-symbol',
      active: true,
      managedBy: 'kubernetes:shop/Kind/usd',
    });
  });

  it('of a rule is sent with who inhibits it, and without where nobody does', () => {
    const condition = { kind: 'absent', afterSeconds: 600 };
    const spec = { symbols: ['USD-BRL'], condition, inhibitedBy: ['other'] };
    const inhibited = ruleWish(declared(alertRuleSpec.parse(spec)), [id]);
    const { inhibitedBy, inhibitedOn: _, ...plain } = inhibited;
    assert.deepEqual(ruleBody(inhibited), { ...plain, inhibitedBy });
    assert.deepEqual(ruleBody({ ...inhibited, inhibitedBy: [] }), plain);
    const whole = { ...inhibited, inhibitedOn: 'same-symbol' as const };
    assert.deepEqual(ruleBody(whole), whole);
  });

  it('of a channel: the secret is put in, and a wrong one is refused without being told', () => {
    const { target } = notificationChannelSpec.parse({
      target: { type: 'webhook', url: 'https://x.example' },
    });
    assert.deepEqual(settingsOf(target, { secret: 'sixteen-letters-' }), {
      ...target,
      secret: 'sixteen-letters-',
    });
    assert.throws(() => settingsOf(target, { other: 'x' }), /no key secret/);
    assert.throws(
      () => settingsOf(target, { secret: 'short' }),
      (error: Error) =>
        /secret: at least 16/.test(error.message) && !error.message.includes('short'),
    );
    const versions = ['1', '2'].map((resourceVersion) =>
      settingsVersion(target, { uid: id, resourceVersion }),
    );
    assert.notEqual(versions[0], versions[1]);
  });

  it('of routes: each has one id for good, and only what differs is changed', () => {
    const { routes } = notificationChannelSpec.parse({
      target: { type: 'slack' },
      routes: [{ name: 'all' }, { name: 'urgent', minimumSeverity: 'critical' }],
    });
    const [all, urgent] = routesOf(id, routes);
    assert.ok(all && urgent);
    assert.match(all.id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual(routesOf(id, routes)[0], all);
    const stranger = { ...all, id };
    const { missing, other, surplus } = routeChanges(
      [{ ...all, groupSeconds: 5 }, stranger],
      [all, urgent],
    );
    const idsOf = (bodies: RouteBody[]) => bodies.map((one) => one.id);
    assert.deepEqual([idsOf(missing), idsOf(other), surplus], [[urgent.id], [all.id], [id]]);
  });

  it('of a route is sent with how it groups and repeats, and without where it says nothing of that', () => {
    const { routes } = notificationChannelSpec.parse({
      target: { type: 'slack' },
      routes: [{ name: 'plain' }, { name: 'later', groupBy: ['rule'], repeatSeconds: 600 }],
    });
    const wanted = routesOf(id, routes);
    const [plain, later] = routeChanges([], wanted).missing.map(({ body }) => body);
    const older = updateRouteRequest.omit({ groupBy: true, repeatSeconds: true });
    assert.deepEqual(older.parse(plain), plain);
    assert.partialDeepStrictEqual(later, { groupBy: ['rule'], repeatSeconds: 600 });
    const before = wanted.map((route) => ({ ...route, groupSeconds: 5 }));
    const changed = routeChanges(before, wanted).other.map(({ body }) => body);
    assert.deepEqual(changed, [plain, later]);
  });
});

describe('statuses', () => {
  const feed: Feed = {
    ...{
      id,
      name: 'usd',
      provider: 'awesomeapi',
      symbol: 'USD-BRL',
      code: 'USD-BRL',
      everySeconds: 60,
    },
    ...{
      fallbackFeedId: null,
      active: true,
      nextDueAt: at,
      collectedAt: at,
      lastError: null,
      version: 1,
    },
    ...{
      health: 'well',
      lastQuote: { at, price: '5.4258', source: 'awesomeapi' },
      managedBy: null,
    },
  };

  it('of a feed tell its price, and what went wrong within bounds', () => {
    assert.deepEqual(feedStatus(feed), {
      id,
      lastPrice: '5.4258',
      lastPriceAt: at,
      collectedAt: at,
    });
    const failing = {
      ...feed,
      health: 'failing' as const,
      lastQuote: null,
      lastError: 'x'.repeat(900),
    };
    assert.equal(feedStatus(failing).lastError?.length, 500);
    const reasons = (['new', 'well', 'failing', 'paused'] as const).map(
      (health) => feedHealth({ ...feed, health }).reason,
    );
    assert.deepEqual(reasons, ['NotCollectedYet', 'Collected', 'CollectionFailed', 'Suspended']);
  });

  it('of a rule tell the most urgent state, and since when', () => {
    const state = (
      symbol: string,
      own: Rule['states'][number]['state'],
      startedAt: string | null = null,
    ) => ({
      ...{ symbol, state: own, since: null, startedAt },
    });
    const spec = alertRuleSpec.parse({
      symbols: ['A', 'B', 'C'],
      condition: { kind: 'absent', afterSeconds: 9 },
    });
    const states = [
      state('A', 'normal'),
      state('B', 'firing', '2026-11-26T12:00:01.000Z'),
      state('C', 'firing', at),
    ];
    const rule: Rule = { ...ruleWish(declared(spec), []), id, states, version: 3 };
    const { symbols, ...rest } = ruleStatus(rule);
    assert.deepEqual(rest, { id, state: 'firing', since: at, firing: 2 });
    assert.deepEqual(symbols?.[0], { symbol: 'A', state: 'normal' });
    assert.equal(ruleHealth(rule).reason, 'Watching');
    assert.equal(ruleHealth({ ...rule, states: [state('A', 'error')] }).reason, 'EvaluationFailed');
  });

  it('of a channel tell what became of the last message', () => {
    const channel = {
      ...{
        id,
        name: 'hook',
        type: 'webhook' as const,
        language: 'pt' as const,
        target: 'x.example',
      },
      ...{ isActive: true, createdAt: at, managedBy: null, settingsAt: at, lastDelivery: null },
    };
    assert.deepEqual(channelStatus(channel), { id, target: 'x.example', settingsAt: at });
    assert.equal(channelHealth(channel).reason, 'Delivering');
    const failed = { ...channel, lastDelivery: { at, status: 'dead' as const, error: 'refused' } };
    assert.deepEqual(channelStatus(failed), {
      ...{
        id,
        target: 'x.example',
        settingsAt: at,
        lastDeliveryAt: at,
        lastDelivery: 'dead',
        lastError: 'refused',
      },
    });
    assert.equal(channelHealth(failed).status, 'False');
  });

  it('are held against a wish by what is wished alone', () => {
    assert.ok(isAsWished({ a: { b: 1 }, c: 2 }, { a: { b: 1 } }));
    assert.ok(!isAsWished({ a: { b: 1 } }, { a: { b: 2 } }));
    assert.ok(!isAsWished({}, { a: null }));
  });
});
