/** What is broken down: by which template, which lot, how much of it. */
import { breakdownCostKey } from '@balcao/contracts/api/breakdowns.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { ProductPicker } from '../catalogue/product-picker.tsx';
import { Button } from '../design/button.tsx';
import { SelectField } from '../design/field.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { useWords } from '../i18n/words.ts';
import type { TypedBreakdown } from './breakdown-form.ts';
import { breakdownWords } from './breakdown-words.ts';
import { useLotText } from './use-lot-text.ts';
import { useTemplateChoice } from './use-template-choice.ts';

interface BreakdownHeadProps {
  typed: TypedBreakdown;
  onChange: (typed: TypedBreakdown) => void;
}

export function BreakdownHead({ typed, onChange }: BreakdownHeadProps) {
  const t = useWords(breakdownWords);
  const set = (part: Partial<TypedBreakdown>) => onChange({ ...typed, ...part });
  const { templates, choose } = useTemplateChoice(typed, onChange);
  const { input } = typed;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <SelectField
        label={t('template')}
        value={typed.templateId}
        onChange={({ target }) => void choose(target.value)}
      >
        <option value="">{t('noTemplate')}</option>
        {templates?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {input === null ? (
        <ProductPicker
          label={t('product')}
          onPick={({ id, name }) => set({ input: { id, name }, lot: null })}
        />
      ) : (
        <p className="flex items-center justify-between gap-2 self-end pb-1">
          <span className="font-medium">{input.name}</span>
          <Button kind="quiet" onClick={() => set({ input: null, lot: null, templateId: '' })}>
            {t('change')}
          </Button>
        </p>
      )}
      {input !== null && <LotChoice typed={typed} productId={input.id} set={set} />}
      <QuantityField
        label={t('inputWeight')}
        unit="kg"
        value={typed.inputMilli}
        onChange={(inputMilli) => set({ inputMilli })}
      />
      <SelectField
        label={t('costKey')}
        value={typed.costKey}
        onChange={({ target }) => set({ costKey: breakdownCostKey.parse(target.value) })}
      >
        <option value="weight">{t('byWeight')}</option>
        <option value="weight_price">{t('byPrice')}</option>
      </SelectField>
    </div>
  );
}

interface LotChoiceProps {
  typed: TypedBreakdown;
  productId: string;
  set: (part: Partial<TypedBreakdown>) => void;
}

function LotChoice({ typed, productId, set }: LotChoiceProps) {
  const t = useWords(breakdownWords);
  const lotText = useLotText();
  const lots = useQuery({
    queryKey: ['stock', 'lots', 'of', productId],
    queryFn: () =>
      answer(
        api.GET('/api/v1/inventory/lots', {
          params: { query: { productId, hasStock: true, limit: 200 } },
        }),
      ),
  });
  const choose = (lotId: string) => {
    const lot = lots.data?.items.find(({ id }) => id === lotId) ?? null;
    set({ lot, inputMilli: lot?.onHandMilli ?? typed.inputMilli });
  };
  return (
    <SelectField
      label={t('lot')}
      value={typed.lot?.id ?? ''}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">{t('chooseLot')}</option>
      {lots.data?.items.map((lot) => (
        <option key={lot.id} value={lot.id}>
          {lotText(lot)}
        </option>
      ))}
    </SelectField>
  );
}
