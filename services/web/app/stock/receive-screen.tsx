/** Receives a delivery, by scanner and keyboard alone; one that was not booked before a reload is there again. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { forgetDraft, readDraft } from './delivery-draft.ts';
import { DeliveryForm } from './delivery-form.tsx';
import { ReceiptTable } from './receipt-table.tsx';
import { receiveWords } from './receive-words.ts';

export function Screen() {
  const t = useWords(receiveWords);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Receiving />
      <Section title={t('recent')}>
        <ReceiptTable />
      </Section>
    </Page>
  );
}

/** Read once, as the screen opens: from then on the form knows more than the device. */
const useKeptDraft = (userId: string) =>
  useQuery({
    queryKey: ['delivery-draft', userId],
    queryFn: () => readDraft(userId),
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

function Receiving() {
  const t = useWords(receiveWords);
  const common = useWords(designWords);
  const { id: userId } = useUser();
  const found = useKeptDraft(userId);
  const [time, setTime] = useState(0);
  if (found.isPending) return <p role="status">{common('loading')}</p>;
  // A device that keeps nothing has no draft; a delivery that is over makes room for the next, with its own key.
  const kept = time === 0 ? (found.data ?? null) : null;
  const next = () => setTime(time + 1);
  const discard = () => void forgetDraft(userId).then(next);
  return (
    <>
      {kept !== null && (
        <div className="mb-4">
          <Notice tone="neutral">
            <p>{t('draftKept')}</p>
            <Button className="mt-2" onClick={discard}>
              {t('discardDraft')}
            </Button>
          </Notice>
        </div>
      )}
      <DeliveryForm key={time} kept={kept} onDone={next} />
    </>
  );
}
