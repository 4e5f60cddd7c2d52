/** How urgent something is. */
import type { Severity } from '@balcao/contracts/severity.ts';
import { Badge } from '../design/notice.tsx';
import { useText } from '../i18n/language.ts';
import { severityNames } from './words.ts';

const tones = { info: 'neutral', warning: 'warning', critical: 'danger' } as const;

export function SeverityBadge({ severity }: { severity: Severity }) {
  const text = useText();
  return <Badge tone={tones[severity]}>{text(severityNames[severity])}</Badge>;
}
