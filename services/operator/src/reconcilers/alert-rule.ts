/** AlertRules become rules of market-analyzer. */
import { type Rule, rule, type UpdateRuleRequest } from '@balcao/contracts/api/market-rules.ts';
import { type AlertRuleSpec, alertRule, alertRuleSpec } from '../resources/alert-rule.ts';
import { releasedRule, ruleBody, ruleHealth, ruleStatus, ruleWish } from '../specs/alert-rule.ts';
import { type Declared, isAsWished } from '../specs/wish.ts';
import { UnreadyError } from '../unready-error.ts';
import { findNamed, whyMissing } from './find-named.ts';
import type { ManagedKind, ReconcilerDeps } from './managed-kind.ts';
import { marketCalls } from './market-calls.ts';
import { createManagedReconciler, type Reconciler } from './reconcile-managed.ts';

const calls = marketCalls('/market/rules', rule);

export function createAlertRuleReconciler(deps: ReconcilerDeps): Reconciler {
  const kind: ManagedKind<AlertRuleSpec, UpdateRuleRequest, Rule> = {
    resource: alertRule,
    spec: alertRuleSpec,
    list: (shop) => shop.rules,
    wish: async (declared) => ruleWish(declared, inhibitorIds(deps, declared)),
    isAsWished,
    read: calls.read,
    create: (shop, { id, wish }, signal) => calls.create(shop, { id, ...ruleBody(wish) }, signal),
    update: (shop, { remote, wish }, signal) =>
      calls.update(shop, { remote, body: ruleBody(wish) }, signal),
    remove: calls.remove,
    async release(shop, remote, signal) {
      await calls.update(shop, { remote, body: ruleBody(releasedRule(remote)) }, signal);
    },
    status: ruleStatus,
    health: ruleHealth,
  };
  return createManagedReconciler(kind, deps);
}

/** The service's ids of the rules that inhibit it. Throws an `UnreadyError` while the service lacks one of them. */
function inhibitorIds(
  deps: ReconcilerDeps,
  { spec: { inhibitedBy }, object }: Declared<AlertRuleSpec>,
): string[] {
  return inhibitedBy.map((name) => {
    const other = findNamed(deps, object, name);
    if (other.id !== undefined) return other.id;
    throw new UnreadyError('InhibitorMissing', `The AlertRule ${name} ${whyMissing(other)}.`);
  });
}
