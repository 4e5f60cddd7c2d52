/** Says where an object is looked after that people may only read here, such as in Kubernetes. */
import { useWords } from '../i18n/words.ts';
import { Badge } from './notice.tsx';
import { designWords } from './words.ts';

export function ManagedBadge({ managedBy }: { managedBy: string | null }) {
  const t = useWords(designWords);
  return managedBy === null ? null : <Badge tone="neutral">{t('managed', { managedBy })}</Badge>;
}
