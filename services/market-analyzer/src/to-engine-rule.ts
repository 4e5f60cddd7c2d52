/** A rule of the API as the engine takes it. */
import type { RuleCondition } from '@balcao/contracts/api/market-rules.ts';
import type { Condition, EngineRule } from './engine/engine-rule.ts';
import { toPriceE8 } from './engine/price.ts';

export interface RuleSettings {
  id: string;
  symbols: string[];
  condition: RuleCondition;
  forSeconds: number;
  keepFiringForSeconds: number;
  noDataSeconds: number | null;
  /** An instant. */
  activeFrom: string;
}

const toMs = (seconds: number) => seconds * 1000;

export function toEngineRule(rule: RuleSettings): EngineRule {
  return {
    id: rule.id,
    symbols: rule.symbols,
    condition: toCondition(rule.condition),
    forMs: toMs(rule.forSeconds),
    keepFiringForMs: toMs(rule.keepFiringForSeconds),
    noDataMs: rule.noDataSeconds === null ? null : toMs(rule.noDataSeconds),
    activeFrom: Date.parse(rule.activeFrom),
  };
}

function toCondition(condition: RuleCondition): Condition {
  switch (condition.kind) {
    case 'threshold': {
      const price = toPriceE8(condition.price);
      if (price === null) throw new Error(`${condition.price} is no limit for a rule`);
      return { ...condition, price };
    }
    case 'absent':
      return { kind: 'absent', afterMs: toMs(condition.afterSeconds) };
    default: {
      const { windowSeconds, ...rest } = condition;
      return { ...rest, windowMs: toMs(windowSeconds) };
    }
  }
}
