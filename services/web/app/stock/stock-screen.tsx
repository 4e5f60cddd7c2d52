/** What there is: levels by product, what is low or oversold, and the stock of a day that is past. */
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, buttonLook } from '../design/button.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { LevelTable } from './level-table.tsx';
import { PastStockTable } from './past-stock-table.tsx';
import { WasteDialog } from './waste-dialog.tsx';
import { stockWords } from './words.ts';

export function Screen() {
  const t = useWords(stockWords);
  const format = useFormat();
  const [asOf] = useFilter('asOf');
  const [isWasting, setWasting] = useState(false);
  return (
    <Page
      title={t('title')}
      lead={asOf === '' ? t('lead') : t('leadPast', { day: format.day(asOf) })}
      actions={
        <>
          <Button onClick={() => setWasting(true)}>{t('recordWaste')}</Button>
          <Link href="/stock/receive" className={buttonLook('primary')}>
            {t('receive')}
          </Link>
        </>
      }
    >
      <Filters />
      {asOf === '' ? <LevelTable /> : <PastStockTable asOf={asOf} />}
      {isWasting && <WasteDialog product={null} onClose={() => setWasting(false)} />}
    </Page>
  );
}

function Filters() {
  const t = useWords(stockWords);
  const [q, setQ] = useFilter('q');
  const [show, setShow] = useFilter('show');
  const [asOf, setAsOf] = useFilter('asOf');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <TextField
        label={t('search')}
        type="search"
        className="w-full sm:w-72"
        value={q}
        onChange={({ target }) => setQ(target.value)}
      />
      <SelectField
        label={t('show')}
        value={asOf === '' ? show : ''}
        disabled={asOf !== ''}
        onChange={({ target }) => setShow(target.value)}
      >
        <option value="">{t('all')}</option>
        <option value="low">{t('low')}</option>
        <option value="negative">{t('negative')}</option>
      </SelectField>
      <TextField
        label={t('asOf')}
        type="date"
        value={asOf}
        onChange={({ target }) => setAsOf(target.value)}
      />
    </search>
  );
}
