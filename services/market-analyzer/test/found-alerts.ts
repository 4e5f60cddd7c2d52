/** The alerts that are stored and those that an engine says there are, in one form, to be compared. */
import type { Database } from '@balcao/kit/db.ts';
import type { EngineRule } from '../src/engine/engine-rule.ts';
import type { Transition } from '../src/engine/instance.ts';
import { fromPriceE8, type PriceE8 } from '../src/engine/price.ts';

export interface FoundAlert {
  rule: string;
  symbol: string;
  startedAt: string;
  value: string | null;
  reference: string | null;
  resolvedAt: string | null;
  resolvedValue: string | null;
}

const instantOf = (ms: number) => new Date(ms).toISOString();
const toDecimal = (price: PriceE8 | null) => (price === null ? null : fromPriceE8(price));

/** By rule and symbol, in the order of their beginnings. */
export function readFound(db: Database): Promise<FoundAlert[]> {
  return db.query<FoundAlert>(
    `SELECT rule_id AS rule, symbol, started_at AS "startedAt", trim_scale(value)::text AS value,
       trim_scale(reference)::text AS reference, resolved_at AS "resolvedAt",
       trim_scale(resolved_value)::text AS "resolvedValue"
     FROM alert ORDER BY rule_id, symbol, started_at, id`,
  );
}

/** The alerts that are not told once for their beginning and once for their end, while nothing leaves the outbox. */
export function listMistold(db: Database): Promise<{ id: string }[]> {
  return db.query(
    `SELECT a.id FROM alert a LEFT JOIN outbox o ON o.subject = a.id::text
     GROUP BY a.id HAVING count(*) FILTER (WHERE o.type = 'market.alert.firing') <> 1
       OR count(*) FILTER (WHERE o.type = 'market.alert.resolved') <> num_nonnulls(a.resolved_at)`,
  );
}

/** What `seen` of one rule is as alerts, in the order of `readFound`. */
export function toFound({ id, symbols }: EngineRule, seen: Transition[]): FoundAlert[] {
  return symbols.toSorted().flatMap((symbol) => {
    const own = seen.filter(({ ruleId, symbol: its }) => ruleId === id && its === symbol);
    return own.flatMap((transition, index) => alertOf(transition, own[index + 1]));
  });
}

function alertOf(transition: Transition, next: Transition | undefined): FoundAlert[] {
  const { kind, ruleId, symbol, at, price, reference } = transition;
  if (kind === 'resolved') return [];
  return [
    {
      rule: ruleId,
      symbol,
      startedAt: instantOf(at),
      value: toDecimal(price),
      reference: toDecimal(reference),
      resolvedAt: next === undefined ? null : instantOf(next.at),
      resolvedValue: toDecimal(next?.price ?? null),
    },
  ];
}
