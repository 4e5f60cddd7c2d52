/** Saves what clerks have counted, as often as they like, until the count is submitted. */
import type { Count, SaveCountLinesRequest } from '@balcao/contracts/api/counts.ts';
import { isQuantityOfUnit } from '@balcao/contracts/is-quantity-of-unit.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { Problem, type ProblemIssue } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { findLineUnits, saveCounted } from './count-line-store.ts';
import { getCount, lockOpenCount } from './find-count.ts';

/** How far a clerk's clock may be ahead of ours. */
const maxAheadMs = 60_000;

export interface SavedLines {
  countId: string;
  lines: SaveCountLinesRequest['lines'];
  userId: string;
  at: Date;
}

/**
 * Saves lines of a count that is open; of two countings of a product the later holds, in whatever order they
 * arrive. All lines are saved or none. Throws `not_found`, `invalid_transition`, `unknown_product`,
 * `quantity_not_allowed` and `validation_failed`.
 */
export async function saveCountLines(tx: Tx, saved: SavedLines): Promise<Count> {
  const { countId, lines, userId, at } = saved;
  const { openedAt } = await lockOpenCount(tx, countId, 'shared');
  const units = await findLineUnits(
    tx,
    countId,
    lines.map(({ productId }) => productId),
  );
  requireFit(lines, units);
  requireDuring(lines, { openedAt, at });
  const now = at.toISOString();
  const counted = lines.map((line) => ({ ...line, countedAt: line.countedAt ?? now }));
  await saveCounted(tx, { countId, countedBy: userId }, counted);
  return getCount(tx, countId);
}

const stranger: Wording = {
  message: 'this product is not in the count',
  pt: 'este produto não está na contagem',
};
const whole: Wording = {
  message: 'counted in whole pieces (1000 each)',
  pt: 'contado em unidades inteiras (1000 cada)',
};
const outside: Wording = {
  message: 'neither before the count was opened nor later',
  pt: 'nem antes de a contagem ser aberta nem depois',
};

function requireFit(lines: SavedLines['lines'], units: Map<string, Unit>): void {
  const strangers = issuesOf(lines, 'productId', ({ productId }) =>
    units.has(productId) ? undefined : stranger,
  );
  if (strangers.length > 0) {
    throw new Problem('unknown_product', 'The count is not about all of these products.', {
      errors: strangers,
    });
  }
  const broken = issuesOf(lines, 'countedMilli', ({ productId, countedMilli }) => {
    const isWhole = isQuantityOfUnit(countedMilli ?? 0, units.get(productId) ?? 'kg');
    return isWhole ? undefined : whole;
  });
  if (broken.length === 0) return;
  throw new Problem('quantity_not_allowed', 'Pieces are counted whole.', { errors: broken });
}

function requireDuring(lines: SavedLines['lines'], time: { openedAt: string; at: Date }): void {
  const earliest = Date.parse(time.openedAt);
  const latest = time.at.getTime() + maxAheadMs;
  const errors = issuesOf(lines, 'countedAt', ({ countedAt }) => {
    if (countedAt === undefined) return undefined;
    const at = Date.parse(countedAt);
    return at < earliest || at > latest ? outside : undefined;
  });
  if (errors.length === 0) return;
  throw new Problem('validation_failed', 'Some lines were not counted during this count.', {
    errors,
  });
}

function issuesOf(
  lines: SavedLines['lines'],
  field: string,
  faultOf: (line: SavedLines['lines'][number]) => Wording | undefined,
): ProblemIssue[] {
  return lines.flatMap((line, index) => {
    const fault = faultOf(line);
    return fault === undefined ? [] : [{ path: `lines[${index}].${field}`, ...fault }];
  });
}
