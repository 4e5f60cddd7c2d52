/** A failure as the person should read it: what happened, what to do, and the code to pass on. */
import { useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { useProblemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { designWords } from './words.ts';

interface ProblemNoticeProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const t = useWords(designWords);
  const problemText = useProblemText();
  const [isCopied, setCopied] = useState(false);
  const traceId = error instanceof ApiProblem ? error.traceId : undefined;
  const fields = error instanceof ApiProblem ? error.errors : [];
  const copy = async () => {
    await navigator.clipboard?.writeText(traceId ?? '');
    setCopied(true);
  };
  return (
    <Notice tone="danger">
      <p>{problemText(error)}</p>
      {fields.length > 0 && (
        <ul className="mt-1 list-disc pl-5 text-sm">
          {fields.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path}: {message}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2 empty:hidden">
        {onRetry !== undefined && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
        {traceId !== undefined && (
          <Button kind="quiet" className="text-sm" onClick={() => void copy()}>
            {isCopied ? t('copied') : t('copyTrace')}
            <code className="text-sm">{traceId.slice(0, 8)}</code>
          </Button>
        )}
      </div>
    </Notice>
  );
}
