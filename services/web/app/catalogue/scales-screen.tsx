/** The label scales: files with the prices for them, and a test of what their labels say. */
import { type ScaleFamily, scaleFamilies } from '@balcao/contracts/api/scales.ts';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { downloadAnswer } from '../design/download-file.ts';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { LabelTest } from './label-test.tsx';
import { transferWords } from './transfer-words.ts';

/** As the makers call them. */
const familyNames: Record<ScaleFamily, string> = {
  filizola: 'Filizola Smart',
  toledo: 'Toledo Prix',
  'toledo-mgv': 'Toledo MGV 5/6',
  urano: 'Urano Top',
};

export function Screen() {
  const t = useWords(transferWords);
  const load = useMutation({
    mutationFn: (family: ScaleFamily) =>
      downloadAnswer(`${family}.zip`, `/api/v1/products/scales/${family}`),
  });
  return (
    <Page title={t('scalesTitle')} lead={t('scalesLead')}>
      <Section title={t('load')}>
        <p className="mb-3 text-ink-soft">{t('loadLead')}</p>
        {load.error !== null && <ProblemNotice error={load.error} />}
        <div className="mt-2 flex flex-wrap gap-3">
          {scaleFamilies.map((family) => (
            <Button
              key={family}
              aria-label={t('download', { family: familyNames[family] })}
              isBusy={load.isPending && load.variables === family}
              onClick={() => load.mutate(family)}
            >
              <Download aria-hidden size={18} />
              {familyNames[family]}
            </Button>
          ))}
        </div>
      </Section>
      <Section title={t('layout')}>
        <LabelTest />
      </Section>
    </Page>
  );
}
