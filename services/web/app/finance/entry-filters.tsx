/** The filters of entries, in the address. */
import { DayField } from '../design/day-field.tsx';
import { SelectField } from '../design/field.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useWords } from '../i18n/words.ts';
import { CategoryOptions } from './category-options.tsx';
import { financeWords } from './finance-words.ts';

export function EntryFilters() {
  const t = useWords(financeWords);
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  const [type, setType] = useFilter('type');
  const [category, setCategory] = useFilter('category');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <DayField label={t('since')} value={from} onChange={setFrom} />
      <DayField label={t('until')} value={to} onChange={setTo} />
      <SelectField label={t('type')} value={type} onChange={({ target }) => setType(target.value)}>
        <option value="">{t('all')}</option>
        <option value="credit">{t('credit')}</option>
        <option value="debit">{t('debit')}</option>
      </SelectField>
      <SelectField
        label={t('category')}
        value={category}
        onChange={({ target }) => setCategory(target.value)}
      >
        <option value="">{t('allCategories')}</option>
        <option value="none">{t('noCategory')}</option>
        <CategoryOptions />
      </SelectField>
    </search>
  );
}
