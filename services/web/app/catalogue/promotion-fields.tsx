/** What a promotion is of, and what it makes of the price. */
import { Button } from '../design/button.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { useWords } from '../i18n/words.ts';
import { ProductName } from './product-name.tsx';
import { ProductPicker } from './product-picker.tsx';
import { missingIn, type TypedPromotion } from './promotion-form.ts';
import { promotionWords } from './promotion-words.ts';
import { useCategories } from './use-categories.ts';

export interface PromotionFieldsProps {
  typed: TypedPromotion;
  hasTried: boolean;
  onChange: (typed: TypedPromotion) => void;
}

export function PromotionTarget({ typed, hasTried, onChange }: PromotionFieldsProps) {
  const t = useWords(promotionWords);
  const set = (part: Partial<TypedPromotion>) => onChange({ ...typed, ...part });
  const error = hasTried && missingIn(typed).target ? t('needed') : undefined;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SelectField
        label={t('of')}
        value={typed.of}
        onChange={({ target }) => set({ of: target.value === 'category' ? 'category' : 'product' })}
      >
        <option value="product">{t('ofProduct')}</option>
        <option value="category">{t('ofCategory')}</option>
      </SelectField>
      {typed.of === 'category' && <CategoryChoice {...{ typed, error, set }} />}
      {typed.of === 'product' && typed.productId === '' && (
        <ProductPicker
          label={t('product')}
          error={error}
          onPick={({ id }) => set({ productId: id })}
        />
      )}
      {typed.of === 'product' && typed.productId !== '' && (
        <p className="flex items-center justify-between gap-2 self-end">
          <span className="font-medium">
            <ProductName id={typed.productId} />
          </span>
          <Button kind="quiet" onClick={() => set({ productId: '' })}>
            {t('otherProduct')}
          </Button>
        </p>
      )}
    </div>
  );
}

interface CategoryChoiceProps {
  typed: TypedPromotion;
  error: string | undefined;
  set: (part: Partial<TypedPromotion>) => void;
}

function CategoryChoice({ typed, error, set }: CategoryChoiceProps) {
  const t = useWords(promotionWords);
  const categories = useCategories();
  return (
    <SelectField
      label={t('category')}
      value={typed.categoryId}
      error={error}
      onChange={({ target }) => set({ categoryId: target.value })}
    >
      <option value="">{t('chooseCategory')}</option>
      {categories.data?.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

export function PromotionValue({ typed, hasTried, onChange }: PromotionFieldsProps) {
  const t = useWords(promotionWords);
  const set = (part: Partial<TypedPromotion>) => onChange({ ...typed, ...part });
  const missing = missingIn(typed);
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SelectField
        label={t('kind')}
        value={typed.kind}
        onChange={({ target }) => set({ kind: target.value === 'price' ? 'price' : 'percent' })}
      >
        <option value="percent">{t('percent')}</option>
        <option value="price">{t('price')}</option>
      </SelectField>
      {typed.kind === 'percent' ? (
        <TextField
          label={t('percentOff')}
          suffix="%"
          inputMode="decimal"
          hint={t('percentHint')}
          value={typed.percent}
          error={hasTried && missing.percent ? t('needed') : undefined}
          onChange={({ target }) => set({ percent: target.value })}
        />
      ) : (
        <MoneyField
          label={t('price')}
          value={typed.priceMinor}
          error={hasTried && missing.price ? t('needed') : undefined}
          onChange={(priceMinor) => set({ priceMinor })}
        />
      )}
    </div>
  );
}
