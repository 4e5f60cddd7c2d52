/** All lots, what expires first, first. */

import { CheckboxField, SelectField, TextField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useWords } from '../i18n/words.ts';
import { LotTable } from './lot-table.tsx';
import { lotWords } from './lot-words.ts';
import { useSuppliers } from './use-suppliers.ts';

const spans = [1, 3, 7, 30];

export function Screen() {
  const t = useWords(lotWords);
  const [expiring] = useFilter('expiring');
  const [supplierId] = useFilter('supplier');
  const [code] = useFilter('code');
  const [emptied] = useFilter('emptied');
  const isExpired = expiring === 'expired' || undefined;
  const days = /^\d+$/.test(expiring) ? Number(expiring) : undefined;
  const query = {
    isExpired,
    expiringWithinDays: days,
    supplierId: supplierId || undefined,
    lotCode: code.trim() || undefined,
    hasStock: emptied === '' ? true : undefined,
  };
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Filters />
      <LotTable query={query} />
    </Page>
  );
}

function Filters() {
  const t = useWords(lotWords);
  const [expiring, setExpiring] = useFilter('expiring');
  const [supplierId, setSupplier] = useFilter('supplier');
  const [code, setCode] = useFilter('code');
  const [emptied, setEmptied] = useFilter('emptied');
  const suppliers = useSuppliers();
  return (
    <search className="mb-4 flex flex-wrap items-end gap-4">
      <SelectField
        label={t('expiring')}
        value={expiring}
        onChange={({ target }) => setExpiring(target.value)}
      >
        <option value="">{t('any')}</option>
        <option value="expired">{t('alreadyExpired')}</option>
        {spans.map((count) => (
          <option key={count} value={count}>
            {t('within', { count })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('supplier')}
        value={supplierId}
        onChange={({ target }) => setSupplier(target.value)}
      >
        <option value="">{t('any')}</option>
        {suppliers.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('lotCode')}
        type="search"
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <CheckboxField
        label={t('withStock')}
        checked={emptied === ''}
        onChange={({ target }) => setEmptied(target.checked ? '' : 'yes')}
      />
    </search>
  );
}
