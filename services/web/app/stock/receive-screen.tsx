/** Receives a delivery, by scanner and keyboard alone; one that was not booked before a reload is there again. */
import { Page, Section } from '../design/page.tsx';
import { useWords } from '../i18n/words.ts';
import { DeliveryForm } from './delivery-form.tsx';
import { DraftedForm } from './drafted-form.tsx';
import { deliveryDrafts } from './drafts.ts';
import { ReceiptTable } from './receipt-table.tsx';
import { receiveWords } from './receive-words.ts';

export function Screen() {
  const t = useWords(receiveWords);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <DraftedForm store={deliveryDrafts} keptText={t('draftKept')} discardText={t('discardDraft')}>
        {(kept, onDone) => <DeliveryForm kept={kept} onDone={onDone} />}
      </DraftedForm>
      <Section title={t('recent')}>
        <ReceiptTable />
      </Section>
    </Page>
  );
}
