/** Which group of its route a notification belongs to: each group is a message of its own. */
import { type GroupLabel, groupLabel } from '@balcao/contracts/api/notification-routes.ts';
import type { NewNotification } from './notification.ts';

/** Where a label is missing, its value is empty, as with Alertmanager's `group_by`. Without labels all is one group. */
export function groupKey(
  { event, subject, rule, symbol }: Pick<NewNotification, GroupLabel>,
  groupBy: readonly GroupLabel[],
): string {
  if (groupBy.length === 0) return '';
  // An alert's end is of the group of its beginning, whatever they are grouped by: it must not overtake it.
  const kind = event.replace(/\.(firing|resolved)$/, '');
  const values = { event: kind, subject, rule: rule ?? '', symbol: symbol ?? '' };
  const labels = groupLabel.options.filter((label) => groupBy.includes(label));
  return JSON.stringify(labels.map((label) => [label, values[label]]));
}
