/** What is typed about a rule, and the rule that it becomes; pure. */
import type {
  CreateRuleRequest,
  InhibitedOn,
  Rule,
  RuleCondition,
} from '@balcao/contracts/api/market-rules.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import { parsePrice } from './price-text.ts';

export interface TypedRule {
  name: string;
  symbols: string;
  kind: RuleCondition['kind'];
  direction: 'up' | 'down' | 'either';
  percent: string;
  windowMinutes: string;
  minQuotes: string;
  limit: string;
  forSeconds: string;
  keepFiringForSeconds: string;
  severity: Severity;
  /** Ids of rules. */
  inhibitedBy: string[];
  inhibitedOn: InhibitedOn;
  active: boolean;
}

const fresh: TypedRule = {
  name: '',
  symbols: '',
  kind: 'change',
  direction: 'up',
  percent: '3',
  windowMinutes: '1440',
  minQuotes: '10',
  limit: '',
  forSeconds: '0',
  keepFiringForSeconds: '0',
  severity: 'warning',
  inhibitedBy: [],
  inhibitedOn: 'any-symbol',
  active: true,
};

/** A form for a new rule, or for one that there is. */
export function typedRule(rule: Rule | null): TypedRule {
  if (rule === null) return fresh;
  const { name, symbols, severity, active, forSeconds, keepFiringForSeconds } = rule;
  const { inhibitedBy, inhibitedOn } = rule;
  return {
    ...fresh,
    ...typedCondition(rule.condition),
    name,
    symbols: symbols.join(', '),
    severity,
    inhibitedBy,
    inhibitedOn,
    active,
    forSeconds: String(forSeconds),
    keepFiringForSeconds: String(keepFiringForSeconds),
  };
}

const minutes = (seconds: number) => String(seconds / 60);

function typedCondition(condition: RuleCondition): Partial<TypedRule> {
  const { kind } = condition;
  switch (kind) {
    case 'change': {
      const { direction, percent, windowSeconds } = condition;
      return { kind, direction, percent: String(percent), windowMinutes: minutes(windowSeconds) };
    }
    case 'deviation': {
      const { direction, percent, windowSeconds, minQuotes } = condition;
      const window = { windowMinutes: minutes(windowSeconds), minQuotes: String(minQuotes) };
      return { kind, direction, percent: String(percent), ...window };
    }
    case 'mean': {
      const window = { windowMinutes: minutes(condition.windowSeconds) };
      const direction = condition.direction === 'above' ? 'up' : 'down';
      return { kind, direction, ...window, minQuotes: String(condition.minQuotes) };
    }
    case 'threshold':
      return {
        kind,
        direction: condition.direction === 'above' ? 'up' : 'down',
        limit: condition.price.replace('.', ','),
      };
    case 'absent':
      return { kind, windowMinutes: minutes(condition.afterSeconds) };
  }
}

const number = (text: string) => Number(text.replace(',', '.'));

/** The rule as the API takes it; what is wrong in it, the API says by field. */
export function ruleOf(typed: TypedRule): Omit<CreateRuleRequest, 'id' | 'managedBy'> {
  return {
    name: typed.name,
    symbols: typed.symbols
      .split(/[,;\s]+/)
      .filter((symbol) => symbol !== '')
      .map((symbol) => symbol.toUpperCase()),
    condition: conditionOf(typed),
    forSeconds: number(typed.forSeconds),
    keepFiringForSeconds: number(typed.keepFiringForSeconds),
    noDataSeconds: null,
    severity: typed.severity,
    labels: {},
    inhibitedBy: typed.inhibitedBy,
    inhibitedOn: typed.inhibitedOn,
    active: typed.active,
  };
}

function conditionOf(typed: TypedRule): RuleCondition {
  const { kind, direction } = typed;
  const windowSeconds = Math.round(number(typed.windowMinutes) * 60);
  const minQuotes = number(typed.minQuotes);
  const belowOrAbove = direction === 'down' ? 'below' : 'above';
  switch (kind) {
    case 'change':
      return { kind, direction, percent: number(typed.percent), windowSeconds };
    case 'deviation':
      return { kind, direction, percent: number(typed.percent), windowSeconds, minQuotes };
    case 'mean':
      return { kind, direction: belowOrAbove, windowSeconds, minQuotes };
    case 'threshold':
      return { kind, direction: belowOrAbove, price: parsePrice(typed.limit) ?? typed.limit };
    case 'absent':
      return { kind, afterSeconds: windowSeconds };
  }
}
