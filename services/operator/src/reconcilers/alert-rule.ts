/** AlertRules become rules of market-analyzer. */
import { type Rule, rule, type UpdateRuleRequest } from '@balcao/contracts/api/market-rules.ts';
import { type AlertRuleSpec, alertRule, alertRuleSpec } from '../resources/alert-rule.ts';
import { releasedRule, ruleHealth, ruleStatus, ruleWish } from '../specs/alert-rule.ts';
import { isAsWished } from '../specs/wish.ts';
import type { ManagedKind, ReconcilerDeps } from './managed-kind.ts';
import { marketCalls } from './market-calls.ts';
import { createManagedReconciler, type Reconciler } from './reconcile-managed.ts';

const calls = marketCalls('/market/rules', rule);

export function createAlertRuleReconciler(deps: ReconcilerDeps): Reconciler {
  const kind: ManagedKind<AlertRuleSpec, UpdateRuleRequest, Rule> = {
    resource: alertRule,
    spec: alertRuleSpec,
    list: (shop) => shop.rules,
    wish: async (declared) => ruleWish(declared),
    isAsWished,
    read: calls.read,
    create: (shop, { id, wish }, signal) => calls.create(shop, { id, ...wish }, signal),
    update: (shop, { remote, wish }, signal) => calls.update(shop, { remote, body: wish }, signal),
    remove: calls.remove,
    async release(shop, remote, signal) {
      await calls.update(shop, { remote, body: releasedRule(remote) }, signal);
    },
    status: ruleStatus,
    health: ruleHealth,
  };
  return createManagedReconciler(kind, deps);
}
