/** Refuses a rule that names rules which cannot inhibit it. */
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';
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
  if (inhibitedBy.includes(id)) throw refused(itself);
  const known = await holdRules(tx, inhibitedBy);
  const missing = inhibitedBy.find((one) => !known.includes(one));
  if (missing !== undefined) throw refused(noRule(missing));
  if (await isCircle(tx, id, inhibitedBy)) throw refused(circle);
}

const itself: Wording = {
  message: 'a rule does not inhibit itself',
  pt: 'uma regra não inibe a si mesma',
};

const noRule = (id: string): Wording => ({
  message: `there is no rule ${id}`,
  pt: `a regra ${id} não existe`,
});

const circle: Wording = {
  message: 'one of them is inhibited by this rule, so that nobody would be told of either',
  pt: 'uma delas é inibida por esta regra: ninguém seria avisado de nenhuma das duas',
};

const refused = (said: Wording) =>
  new Problem('validation_failed', 'The rule cannot be inhibited so.', {
    pt: 'A regra não pode ser inibida assim.',
    errors: [{ path: 'inhibitedBy', ...said }],
  });
