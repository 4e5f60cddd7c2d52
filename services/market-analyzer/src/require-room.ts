/** Refuses a rule that would be one too many, or would make the service remember too much. */
import type { UpdateRuleRequest } from '@balcao/contracts/api/market-rules.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { countOtherActive, countWindowQuotes } from './rule-limit-store.ts';

export interface RuleLimits {
  maxActiveRules: number;
  /** The most quotes that the windows of all rules may hold together. */
  maxWindowQuotes: number;
}

/**
 * For a rule that is made or changed. Throws `conflict` where there are enough active rules, `validation_failed`
 * where its windows alone would hold more quotes than those of all may.
 */
export async function requireRoom(
  tx: Tx,
  { id, ...rule }: UpdateRuleRequest & { id: string },
  { maxActiveRules, maxWindowQuotes }: RuleLimits,
): Promise<void> {
  if (!rule.active) return;
  if ((await countOtherActive(tx, id)) >= maxActiveRules) {
    throw new Problem(
      'conflict',
      `There are ${maxActiveRules} active rules, which is the most. Stop or delete one first.`,
      { pt: `Há ${maxActiveRules} regras ativas, o máximo. Pare ou apague antes uma delas.` },
    );
  }
  if ((await countWindowQuotes(tx, rule, maxWindowQuotes + 1)) <= maxWindowQuotes) return;
  const message = `holds more than ${maxWindowQuotes} quotes: make it shorter, or name fewer symbols`;
  throw new Problem('validation_failed', 'The window has too many quotes.', {
    errors: [{ path: 'condition.windowSeconds', message }],
  });
}
