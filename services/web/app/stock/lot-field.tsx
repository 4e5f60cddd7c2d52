/** Chooses one of a product's lots, or leaves it to the order of expiry. */
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { SelectField } from '../design/field.tsx';
import { useWords } from '../i18n/words.ts';
import { useLotText } from './use-lot-text.ts';
import type { StockedProduct } from './waste-dialog.tsx';
import { wasteWords } from './waste-words.ts';

interface LotFieldProps {
  product: StockedProduct;
  /** `''`: what expires first. */
  value: string;
  onChange: (lotId: string) => void;
}

export function LotField({ product, value, onChange }: LotFieldProps) {
  const t = useWords(wasteWords);
  const lotText = useLotText();
  const lots = useQuery({
    queryKey: ['stock', 'lots', 'of', product.id],
    queryFn: () =>
      answer(
        api.GET('/api/v1/inventory/lots', {
          params: { query: { productId: product.id, hasStock: true, limit: 200 } },
        }),
      ),
  });
  return (
    <SelectField label={t('lot')} value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">{t('firstToExpire')}</option>
      {lots.data?.items.map((lot) => (
        <option key={lot.id} value={lot.id}>
          {lotText(lot)}
        </option>
      ))}
    </SelectField>
  );
}
