/** Refuses a rule that names rules which cannot inhibit it. */
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { holdRules, isCircle } from './inhibition-store.ts';

/**
 * For a rule that is made or changed. Throws `validation_failed` where it names itself, a rule that there is not, or
 * one that it inhibits: of a circle nobody would be told.
 */
export async function requireInhibitors(
  tx: Tx,
  { id, inhibitedBy }: { id: string; inhibitedBy: string[] },
): Promise<void> {
  if (inhibitedBy.length === 0) return;
  if (inhibitedBy.includes(id)) throw refused('a rule does not inhibit itself');
  const known = await holdRules(tx, inhibitedBy);
  const missing = inhibitedBy.find((one) => !known.includes(one));
  if (missing !== undefined) throw refused(`there is no rule ${missing}`);
  if (await isCircle(tx, id, inhibitedBy)) {
    throw refused('one of them is inhibited by this rule, so that nobody would be told of either');
  }
}

const refused = (message: string) =>
  new Problem('validation_failed', 'The rule cannot be inhibited so.', {
    errors: [{ path: 'inhibitedBy', message }],
  });
