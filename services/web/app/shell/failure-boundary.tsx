/** Holds a screen that failed: the others go on, and a reload brings it back. */
import { Component, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { EmptyState, Page } from '../design/page.tsx';
import { useWords } from '../i18n/words.ts';
import { shellWords } from './words.ts';

// React has no other way to catch a failure than a class.
export class FailureBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const t = useWords(shellWords);
  return (
    <Page title={t('failedTitle')} isNarrow>
      <EmptyState
        text={t('failedText')}
        action={<Button onClick={() => location.reload()}>{t('reload')}</Button>}
      />
    </Page>
  );
}
