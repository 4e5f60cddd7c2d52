/** A market with quotes, rules and alerts at hand: what the tests of alerts begin with. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient, ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Market, startMarket } from './harness.ts';

type Body = ApiResponse['body'];

export interface AlertDesk {
  market: Market;
  admin: ApiClient;
  send(symbol: string, price: string, at: string): Promise<void>;
  /** A rule on one symbol; `changes` are further parts of it. */
  add(symbol: string, condition: object, changes?: object): Promise<Body>;
  alertsOf(symbol: string): Promise<Body>;
  /** The alerts of a symbol, once they are in these states. */
  alertsWhen(symbol: string, states: string[]): Promise<Body>;
  /** What others were told of a symbol's alerts, in order. */
  told(symbol: string): { type: string; data: Body }[];
  /** The same, once it is of these types. */
  toldWhen(symbol: string, types: string[]): Promise<{ type: string; data: Body }[]>;
  /** A silence of the hour to come. */
  silence(matchers: object): Promise<Body>;
  /** A rule on a symbol of its own, told after all that was stored before: it shows that all has been judged. */
  judgeAll(): Promise<void>;
}

export const above6 = { kind: 'threshold', direction: 'above', price: '6' };
export const minute = 60_000;
export const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

export async function openAlertDesk(env: Record<string, string> = {}): Promise<AlertDesk> {
  const market = await startMarket(env);
  const admin = market.as('admin');
  const desk = { ...rulesAndQuotes(admin), ...waits(market, admin) };
  return {
    market,
    admin,
    ...desk,
    async silence(matchers) {
      const period = { startsAt: ago(minute), endsAt: ago(-60 * minute) };
      const wish = { matchers, comment: 'quiet', ...period };
      return (await admin.post('/market/silences', wish)).body;
    },
    async judgeAll() {
      const symbol = `MARK-${newId().slice(-12)}`.toUpperCase();
      await desk.add(symbol, above6);
      await desk.send(symbol, '7', ago(0));
      await desk.alertsWhen(symbol, ['firing']);
    },
  };
}

function rulesAndQuotes(admin: ApiClient): Pick<AlertDesk, 'send' | 'add'> {
  return {
    async send(symbol, price, at) {
      const { status } = await admin.post('/market/quotes', { quotes: [{ symbol, price, at }] });
      assert.equal(status, 201);
    },
    async add(symbol, condition, changes = {}) {
      const wish = { name: `Watch ${symbol}`, symbols: [symbol], condition, ...changes };
      const { status, body } = await admin.post('/market/rules', wish);
      assert.equal(status, 201, JSON.stringify(body));
      return body;
    },
  };
}

function waits(
  market: Market,
  admin: ApiClient,
): Pick<AlertDesk, 'alertsOf' | 'alertsWhen' | 'told' | 'toldWhen'> {
  const alertsOf = async (symbol: string) =>
    (await admin.get(`/market/alerts?symbol=${symbol}`)).body.items;
  const told = (symbol: string) => toldOf(market, symbol);
  return {
    alertsOf,
    told,
    alertsWhen: (symbol, states) =>
      eventually(async () => {
        const alerts = await alertsOf(symbol);
        assert.deepEqual(
          alerts.map(({ state }: { state: string }) => state),
          states,
        );
        return alerts;
      }),
    toldWhen: (symbol, types) =>
      eventually(() => {
        assert.deepEqual(
          told(symbol).map(({ type }) => type),
          types.map((type) => `market.alert.${type}`),
        );
        return told(symbol);
      }),
  };
}

const toldOf = ({ alerted }: Market, symbol: string) =>
  alerted
    .map(({ type, data }) => ({ type, data: JSON.parse(JSON.stringify(data)) }))
    .filter(({ data }) => data.symbol === symbol);
