/** A product's fields, each with what the service found wrong with it. */
import { unit as unitSchema } from '@balcao/contracts/unit.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { SelectField, TextField } from '../design/field.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { useWords } from '../i18n/words.ts';
import type { TypedProduct } from './product-form.ts';
import { useCategories } from './use-categories.ts';
import { catalogueWords } from './words.ts';

interface ProductFieldsProps {
  typed: TypedProduct;
  onChange: (typed: TypedProduct) => void;
  /** What was last sent lacked something, or was refused. */
  hasTried: boolean;
  error: unknown;
  /** Of a product that is there already, whose stock is counted in it. */
  isUnitFixed?: boolean;
}

export function ProductFields(props: ProductFieldsProps) {
  const { typed, onChange, hasTried, error, isUnitFixed = false } = props;
  const t = useWords(catalogueWords);
  const set = (part: Partial<TypedProduct>) => onChange({ ...typed, ...part });
  const faultOf = (path: string) =>
    error instanceof ApiProblem
      ? error.errors.find((fault) => fault.path.endsWith(path))?.message
      : undefined;
  const neededOr = (path: string, isMissing: boolean) =>
    hasTried && isMissing ? t('needed') : faultOf(path);
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <TextField
        label={t('name')}
        className="sm:col-span-2"
        maxLength={120}
        value={typed.name}
        error={neededOr('name', typed.name.trim() === '')}
        onChange={({ target }) => set({ name: target.value })}
      />
      <TextField
        label={t('sku')}
        maxLength={40}
        value={typed.sku}
        error={neededOr('sku', typed.sku.trim() === '')}
        onChange={({ target }) => set({ sku: target.value })}
      />
      <KindFields {...{ typed, set, isUnitFixed }} />
      <MoneyField
        label={t('price')}
        value={typed.priceMinor}
        error={neededOr('priceMinor', typed.priceMinor === null)}
        onChange={(priceMinor) => set({ priceMinor })}
      />
      <MoneyField
        label={t('cost')}
        value={typed.costMinor}
        error={faultOf('costMinor')}
        onChange={(costMinor) => set({ costMinor })}
      />
      <TextField
        label={t('plu')}
        inputMode="numeric"
        value={typed.plu}
        error={faultOf('plu')}
        onChange={({ target }) => set({ plu: target.value })}
      />
      <TextField
        label={t('barcode')}
        inputMode="numeric"
        value={typed.barcode}
        error={faultOf('barcode')}
        onChange={({ target }) => set({ barcode: target.value })}
      />
      <TextField
        label={t('shelfLife')}
        type="number"
        min={0}
        max={3650}
        value={typed.shelfLifeDays}
        error={faultOf('shelfLifeDays')}
        onChange={({ target }) => set({ shelfLifeDays: target.value })}
      />
    </div>
  );
}

interface KindFieldsProps {
  typed: TypedProduct;
  set: (part: Partial<TypedProduct>) => void;
  isUnitFixed: boolean;
}

function KindFields({ typed, set, isUnitFixed }: KindFieldsProps) {
  const t = useWords(catalogueWords);
  const categories = useCategories();
  return (
    <>
      <SelectField
        label={t('category')}
        value={typed.categoryId}
        onChange={({ target }) => set({ categoryId: target.value })}
      >
        <option value="">{t('noCategory')}</option>
        {categories.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('unit')}
        value={typed.unit}
        disabled={isUnitFixed}
        hint={isUnitFixed ? t('unitStays') : undefined}
        onChange={({ target }) => set({ unit: unitSchema.parse(target.value) })}
      >
        <option value="kg">{t('perKg')}</option>
        <option value="un">{t('perPiece')}</option>
      </SelectField>
    </>
  );
}
