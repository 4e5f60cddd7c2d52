/** A rule of the engine as a request of the API: the way back of what the service does. */
import type { RuleCondition, UpdateRuleRequest } from '@balcao/contracts/api/market-rules.ts';
import type { Condition, EngineRule } from '../src/engine/engine-rule.ts';
import { fromPriceE8 } from '../src/engine/price.ts';

export const toRuleWish = (rule: EngineRule): UpdateRuleRequest => ({
  name: rule.id,
  symbols: rule.symbols,
  condition: toRuleCondition(rule.condition),
  forSeconds: rule.forMs / 1000,
  keepFiringForSeconds: rule.keepFiringForMs / 1000,
  noDataSeconds: rule.noDataMs === null ? null : rule.noDataMs / 1000,
  severity: 'info',
  labels: {},
  inhibitedBy: [],
  inhibitedOn: 'any-symbol',
  active: true,
  managedBy: null,
});

function toRuleCondition(condition: Condition): RuleCondition {
  switch (condition.kind) {
    case 'threshold':
      return { ...condition, price: fromPriceE8(condition.price) };
    case 'absent':
      return { kind: 'absent', afterSeconds: condition.afterMs / 1000 };
    default: {
      const { windowMs, ...rest } = condition;
      return { ...rest, windowSeconds: windowMs / 1000 };
    }
  }
}
