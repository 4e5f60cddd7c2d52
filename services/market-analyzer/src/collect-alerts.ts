/** What rules have found, as alerts: those that have begun, and the ends of those that were open before. */
import { newId } from '@balcao/kit/ids.ts';
import type { NewAlert, Resolution } from './alert-store.ts';
import { describeAlert } from './describe-alert.ts';
import type { Transition } from './engine/instance.ts';
import { fromPriceE8, type PriceE8 } from './engine/price.ts';
import type { WatchedRule } from './watched-rule-store.ts';

/** An alert of a rule begins or ends. */
export interface Change {
  rule: Pick<WatchedRule, 'id' | 'name' | 'condition' | 'severity' | 'labels'>;
  transition: Transition;
}

export interface CollectedAlerts {
  /** Those that have ended since are resolved already. */
  begun: NewAlert[];
  ended: Resolution[];
}

/** `changes` are in the order in which they happened on each symbol of a rule. */
export function collectAlerts(changes: Change[]): CollectedAlerts {
  const begun: NewAlert[] = [];
  const ended: Resolution[] = [];
  const open = new Map<string, NewAlert>();
  for (const change of changes) {
    const { kind, ruleId, symbol, at, price } = change.transition;
    const key = `${ruleId} ${symbol}`;
    const own = open.get(key);
    if (kind === 'firing') {
      const alert = toAlert(change);
      begun.push(alert);
      open.set(key, alert);
    } else if (own === undefined) {
      ended.push({ ruleId, symbol, at: instantOf(at), value: toDecimal(price) });
    } else {
      // A late quote may end what the clock has begun after it.
      own.resolvedAt = instantOf(Math.max(at, Date.parse(own.startedAt)));
      own.resolvedValue = toDecimal(price);
      open.delete(key);
    }
  }
  return { begun, ended };
}

function toAlert({ rule, transition }: Change): NewAlert {
  const { symbol, at, price, reference } = transition;
  const figures = { value: toDecimal(price), reference: toDecimal(reference) };
  const isAbove = price !== null && reference !== null && price > reference;
  const { pt, en } = describeAlert({ symbol, condition: rule.condition, ...figures, isAbove });
  return {
    id: newId(),
    ruleId: rule.id,
    ruleName: rule.name,
    symbol,
    severity: rule.severity,
    labels: rule.labels,
    ...figures,
    summaryPt: pt,
    summaryEn: en,
    startedAt: instantOf(at),
    resolvedAt: null,
    resolvedValue: null,
  };
}

const toDecimal = (price: PriceE8 | null) => (price === null ? null : fromPriceE8(price));
const instantOf = (ms: number) => new Date(ms).toISOString();
