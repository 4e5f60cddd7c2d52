/** Inhibition written down a second time, as plainly as possible and for the tests only: quote after quote, alert by alert. */
import type { Database } from '@balcao/kit/db.ts';
import type { Quote } from '../src/engine/engine.ts';
import type { Transition } from '../src/engine/instance.ts';
import type { Inhibition } from '../src/inhibition.ts';

export interface ToldAlert {
  rule: string;
  symbol: string;
  startedAt: string;
  /** How often its beginning was told, and its end. */
  beginnings: number;
  ends: number;
}

/** What is told of `transitions`, over quotes in the order of their arrival; nothing happens by the clock. */
export function naiveTold(
  transitions: Transition[],
  quotes: Quote[],
  inhibitions: Inhibition[],
): ToldAlert[] {
  const all: ToldAlert[] = [];
  const open: ToldAlert[] = [];
  const isInhibited = (alert: ToldAlert) =>
    inhibitions.some(
      ({ ruleId, by, on }) =>
        ruleId === alert.rule &&
        open.some(
          ({ rule, symbol }) =>
            by.includes(rule) && (on === 'any-symbol' || symbol === alert.symbol),
        ),
    );
  const byQuote = Map.groupBy(transitions, ({ symbol, at }) => `${symbol} ${at}`);
  for (const quote of quotes) {
    for (const { kind, ruleId: rule, symbol, at } of byQuote.get(`${quote.symbol} ${quote.at}`) ??
      []) {
      const index = open.findIndex((alert) => alert.rule === rule && alert.symbol === symbol);
      if (kind === 'firing') {
        const startedAt = new Date(at).toISOString();
        const alert = { rule, symbol, startedAt, beginnings: 0, ends: 0 };
        all.push(alert);
        open.push(alert);
      } else {
        for (const alert of open.splice(index, 1)) alert.ends = alert.beginnings;
      }
    }
    for (const alert of open) {
      if (!isInhibited(alert)) alert.beginnings = 1;
    }
  }
  return all.toSorted(byRule);
}

const byRule = (one: ToldAlert, other: ToldAlert) => (keyOf(one) < keyOf(other) ? -1 : 1);
const keyOf = ({ rule, symbol, startedAt }: ToldAlert) => `${rule} ${symbol} ${startedAt}`;

/** What was told of all alerts, while nothing leaves the outbox. */
export async function readTold(db: Database): Promise<ToldAlert[]> {
  const rows = await db.query<ToldAlert>(
    `SELECT a.rule_id AS rule, a.symbol, a.started_at AS "startedAt",
       count(*) FILTER (WHERE o.type = 'market.alert.firing') AS beginnings,
       count(*) FILTER (WHERE o.type = 'market.alert.resolved') AS ends
     FROM alert a LEFT JOIN outbox o ON o.subject = a.id::text GROUP BY a.id`,
  );
  return rows.toSorted(byRule);
}
