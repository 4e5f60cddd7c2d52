/** Pure: an AlertRule as a rule of market-analyzer, and back. */
import {
  type Rule,
  type RuleState,
  type RuleSymbolState,
  type UpdateRuleRequest,
  updateRuleRequest,
} from '@balcao/contracts/api/market-rules.ts';
import type { AlertRuleSpec, AlertRuleStatus } from '../resources/alert-rule.ts';
import { type Declared, type Health, present, suspended, withoutDefaults } from './wish.ts';

/** @param inhibitedBy the ids of the rules that `spec.inhibitedBy` names */
export function ruleWish(
  { spec, name, managedBy }: Declared<AlertRuleSpec>,
  inhibitedBy: string[],
): UpdateRuleRequest {
  const { suspend, displayName: _, deletionPolicy: __, adoptId: ___, ...fields } = spec;
  return { ...fields, inhibitedBy, name, active: !suspend, managedBy };
}

const laterFields = { inhibitedBy: [], inhibitedOn: 'any-symbol' };

/** As it is sent, to an older shop too. */
export const ruleBody = (request: UpdateRuleRequest): object =>
  withoutDefaults(request, laterFields);

/** As it is, but left to people. */
export function releasedRule({
  id: _,
  states: __,
  version: ___,
  ...rule
}: Rule): UpdateRuleRequest {
  return updateRuleRequest.parse({ ...rule, managedBy: null });
}

/** The most urgent first. */
const urgency: readonly RuleState[] = [
  'firing',
  'recovering',
  'error',
  'pending',
  'no-data',
  'normal',
];
/** While the rule is in one of these it has an open alert. */
const alerting: readonly RuleState[] = ['firing', 'recovering'];

export function ruleStatus({ id, states }: Rule): Partial<AlertRuleStatus> {
  const state = urgency.find((one) => states.some((own) => own.state === one));
  const leading = states.filter((own) => own.state === state);
  const symbols = states.map((own) =>
    Object.assign({ symbol: own.symbol, state: own.state }, present({ since: sinceOf(own) })),
  );
  return present({
    id,
    state,
    since: leading.flatMap((own) => sinceOf(own) ?? []).sort()[0],
    firing: states.filter((own) => alerting.includes(own.state)).length,
    symbols,
  });
}

const sinceOf = ({ startedAt, since }: RuleSymbolState): string | null => startedAt ?? since;

export function ruleHealth({ active, states }: Rule): Health {
  if (!active) return suspended;
  const failed = states.filter(({ state }) => state === 'error').map(({ symbol }) => symbol);
  if (failed.length === 0)
    return { status: 'True', reason: 'Watching', message: 'Its symbols are watched.' };
  return {
    status: 'False',
    reason: 'EvaluationFailed',
    message: `It cannot be reckoned for ${failed.join(', ')}.`,
  };
}
