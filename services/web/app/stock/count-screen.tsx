/** One count: a field for each product while it is open, what it found when it is submitted. */
import type { Count } from '@balcao/contracts/api/counts.ts';
import { useState } from 'react';
import { useParams } from 'wouter';
import { Button } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { CountEndDialog } from './count-end-dialog.tsx';
import { CountResult } from './count-result.tsx';
import { CountSheet } from './count-sheet.tsx';
import { countStatusNames, countWords } from './count-words.ts';
import { useCount } from './use-count.ts';

export function Screen() {
  const t = useWords(countWords);
  const common = useWords(designWords);
  const { id = '' } = useParams();
  const count = useCount(id);
  if (count.data !== undefined) return <CountPage count={count.data} />;
  return (
    <Page title={t('title')}>
      {count.error === null ? (
        <p role="status">{common('loading')}</p>
      ) : (
        <ProblemNotice error={count.error} onRetry={() => void count.refetch()} />
      )}
    </Page>
  );
}

function CountPage({ count }: { count: Count }) {
  const t = useWords(countWords);
  const text = useText();
  const format = useFormat();
  const [end, setEnd] = useState<'submit' | 'cancel' | null>(null);
  const isOpen = count.status === 'open';
  const actions = isOpen && (
    <>
      <Button kind="danger" onClick={() => setEnd('cancel')}>
        {t('cancelCount')}
      </Button>
      <Button kind="primary" onClick={() => setEnd('submit')}>
        {t('submit')}
      </Button>
    </>
  );
  return (
    <Page
      title={t('countTitle', { day: format.moment(count.openedAt) })}
      lead={isOpen ? t('countLead') : text(countStatusNames[count.status])}
      actions={actions}
    >
      {isOpen ? <CountSheet count={count} /> : <CountResult count={count} />}
      {end !== null && <CountEndDialog count={count} end={end} onClose={() => setEnd(null)} />}
    </Page>
  );
}
